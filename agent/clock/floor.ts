import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import * as z from 'zod';
import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { isPlausible, nextFloor } from './advance.ts';

const schema = z.strictObject({ floorMs: z.int().refine(isPlausible) });
const mostBytes = 1024;
/** SD cards wear out: the file is written when the floor has risen by as much. */
const worthWritingMs = 600_000;

/** The saved floor, Unix time in milliseconds, or what is wrong with the file; neither where there is none. */
export interface SavedFloor {
  readonly floorMs?: number;
  readonly problem?: string;
}

/**
 * Reads clock.json. It belongs to the agent's user and is read as root at boot: whatever stands there instead,
 * root neither waits for it, nor follows it, nor repeats it.
 */
export async function readFloor(path: string): Promise<SavedFloor> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > mostBytes) return { problem: `${path} is no saved clock floor` };
      const saved = schema.safeParse(parsed(await file.readFile('utf8')));
      return saved.success ? saved.data : { problem: `${path} is damaged` };
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    return { problem: messageOf(error) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A time before which this router's clock cannot be; it rises by what the controller signed alone. */
export interface ClockFloor {
  /** Unix time in milliseconds; undefined until the controller has signed one. */
  current(): number | undefined;
  /** Takes the controller's signed time (Unix, ms). Never rejects: a disk that is full only keeps the old floor. */
  take(signedMs: number): Promise<void>;
  /** Writes what `take` has not, since it was too little. Never rejects. */
  save(): Promise<void>;
}

/** Opens clock.json; a damaged one is none, and is written anew with the next signed time. */
export async function openFloor(path: string, clock: Clock, log: Log): Promise<ClockFloor> {
  const { floorMs, problem } = await readFloor(path);
  if (problem !== undefined) log.warn({ problem }, 'the clock floor cannot be read');
  let [current, written] = [floorMs, floorMs];
  let lookedMs = clock.monotonic();
  const turn = createMutex();

  const write = (leastMs: number) =>
    turn.run(async () => {
      if (current === undefined || (written !== undefined && current - written < leastMs)) return;
      try {
        await writeAtomically(path, `${JSON.stringify({ floorMs: current })}\n`, 0o644);
        written = current;
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'the clock floor cannot be written');
      }
    });

  return {
    current: () => current,
    take(signedMs) {
      const nowMs = clock.monotonic();
      const elapsedMs = nowMs - lookedMs;
      lookedMs = nowMs;
      current = nextFloor({ floorMs: current, signedMs, ownMs: clock.now(), elapsedMs });
      return write(worthWritingMs);
    },
    save: () => write(1000),
  };
}
