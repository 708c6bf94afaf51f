import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import type { BirdReply } from './reply.ts';

/** When BIRD was started and last took a configuration, as it says itself. */
interface BirdTimes {
  readonly reboot: string;
  readonly reconfiguration: string;
}

const noteSchema = z.strictObject({
  /** The file that BIRD was given. */
  path: z.string(),
  /** Name of what was in it and in the files that it includes. */
  content: z.string(),
  reboot: z.string(),
  reconfiguration: z.string(),
  /** The kernel's; without a clock two of them may have the same times. */
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

/** @param file on a tmpfs; a note that cannot be written or read is none */
export function birdNote(file: string): BirdNote {
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
      const isSame = note.path === path && note.content === content;
      return isSame && note.reboot === times.reboot && note.reconfiguration === times.reconfiguration;
    },
    otherHand: async (status) => {
      const [note, times] = [await read(), timesOf(status)];
      if (note === undefined || times === undefined) return undefined;
      if (note.reboot !== times.reboot) return `was started by another hand at ${times.reboot}`;
      if (note.reconfiguration === times.reconfiguration) return undefined;
      return `was reconfigured by another hand at ${times.reconfiguration}`;
    },
    forget: () => rm(file, { force: true }).catch(() => {}),
    remember: async (path, content, status) => {
      const times = timesOf(status);
      if (times === undefined) return;
      try {
        const note: Note = { path, content, ...times, bootId: await readBootId() };
        await mkdir(dirname(file), { recursive: true });
        await writeAtomically(file, `${JSON.stringify(note)}\n`, 0o600);
      } catch {
        // Then BIRD is told again the next time.
      }
    },
  };
}

/** The times in an answer to `show status`; undefined where they are less exact than ms (`timeformat base`). Pure. */
export function timesOf(status: BirdReply): BirdTimes | undefined {
  const time = (what: string) =>
    status.lines
      .map(({ text }) => new RegExp(`^\\s*Last ${what} on (.*:\\d\\d\\.\\d{3,6})\\s*$`).exec(text)?.[1])
      .find((found) => found !== undefined);
  const [reboot, reconfiguration] = [time('reboot'), time('reconfiguration')];
  return reboot === undefined || reconfiguration === undefined ? undefined : { reboot, reconfiguration };
}

function readBootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((text) => text.trim());
}
