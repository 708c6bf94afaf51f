import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import type { BirdReply } from './reply.ts';
import { listeningSocket } from './state.ts';

/** When BIRD was started and last took a configuration, as it says itself: in wall time, which may be set meanwhile. */
interface BirdTimes {
  readonly reboot: string;
  readonly reconfiguration: string;
  /** How long after its start it took the configuration, in ms; no clock changes that. */
  readonly configuredAfterMs: number;
}

const noteSchema = z.strictObject({
  /** The file that BIRD was given. */
  path: z.string(),
  /** Name of what was in it and in the files that it includes. */
  content: z.string(),
  /** Inode of the socket that BIRD listens on: a BIRD that was started anew has another one. */
  socket: z.string(),
  configuredAfterMs: z.number(),
  bootId: z.string(),
});

type Note = z.infer<typeof noteSchema>;

/** Remembers, across restarts of the agent, which configuration BIRD has from us. */
export interface BirdNote {
  /** Whether BIRD is certain to run this since we gave it: it took none since. */
  holds(path: string, content: string, status: BirdReply): Promise<boolean>;
  /** What another hand did to BIRD since we configured it, in words; undefined if nothing is known of any. */
  otherHand(status: BirdReply): Promise<string | undefined>;
  /** To be called before BIRD is given a configuration. */
  forget(): Promise<void>;
  /** @param status of right after BIRD took it */
  remember(path: string, content: string, status: BirdReply): Promise<void>;
}

/** Both times are rounded to ms. */
const exactnessMs = 2;

/**
 * @param file on a tmpfs; a note that cannot be written or read is none
 * @param socketPath of BIRD's control socket
 */
export function birdNote(file: string, socketPath: string): BirdNote {
  const read = async (): Promise<Note | undefined> => {
    try {
      const note = noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      return note.bootId === (await readBootId()) ? note : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    holds: async (path, content, status) => {
      const [note, times] = [await read(), timesOf(status)];
      if (note === undefined || times === undefined) return false;
      if (note.path !== path || note.content !== content) return false;
      return isConfiguredAt(note, times) && note.socket === (await listeningSocket(socketPath));
    },
    otherHand: async (status) => {
      const [note, times] = [await read(), timesOf(status)];
      const socket = await listeningSocket(socketPath);
      if (note === undefined || times === undefined || socket === undefined) return undefined;
      if (note.socket !== socket) return `was started by another hand at ${times.reboot}`;
      if (isConfiguredAt(note, times)) return undefined;
      return `was reconfigured by another hand at ${times.reconfiguration}`;
    },
    forget: () => rm(file, { force: true }).catch(() => {}),
    remember: async (path, content, status) => {
      const [times, socket] = [timesOf(status), await listeningSocket(socketPath)];
      if (times === undefined || socket === undefined) return;
      try {
        const { configuredAfterMs } = times;
        const note: Note = { path, content, socket, configuredAfterMs, bootId: await readBootId() };
        await mkdir(dirname(file), { recursive: true });
        await writeAtomically(file, `${JSON.stringify(note)}\n`, 0o600);
      } catch {
        // Then BIRD is told again the next time.
      }
    },
  };
}

function isConfiguredAt(note: Note, { configuredAfterMs }: BirdTimes): boolean {
  return Math.abs(note.configuredAfterMs - configuredAfterMs) <= exactnessMs;
}

/** The times in an answer to `show status`; undefined where they are less exact than ms (`timeformat base`). Pure. */
function timesOf(status: BirdReply): BirdTimes | undefined {
  const time = (what: string) =>
    status.lines
      .map(({ text }) => new RegExp(`^\\s*Last ${what} on (.*:\\d\\d\\.\\d{3,6})\\s*$`).exec(text)?.[1])
      .find((found) => found !== undefined);
  const [reboot, reconfiguration] = [time('reboot'), time('reconfiguration')];
  if (reboot === undefined || reconfiguration === undefined) return undefined;
  // Any zone will do for a difference.
  const [from, to] = [reboot, reconfiguration].map((text) => Date.parse(`${text.replace(' ', 'T')}Z`));
  const configuredAfterMs = (to ?? Number.NaN) - (from ?? Number.NaN);
  return Number.isNaN(configuredAfterMs) ? undefined : { reboot, reconfiguration, configuredAfterMs };
}

function readBootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim());
}
