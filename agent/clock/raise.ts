import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import type { AgentPaths } from '../config/paths.ts';
import { readFloor } from './floor.ts';

/** Sets the system clock, Unix time in milliseconds. Throws `failed`, with the way out. */
export type SetClock = (ms: number) => Promise<void>;

/** By date(1) of coreutils or BusyBox: both take `@` and a Unix time. */
export function systemSetClock(run: Run): SetClock {
  return async (ms) => {
    try {
      await run('date', ['-u', '-s', `@${Math.ceil(ms / 1000)}`], { env: { LC_ALL: 'C' }, timeoutMs: 5000 });
    } catch (cause) {
      const isDenied = cause instanceof CommandError && /not permitted|denied/i.test(cause.output);
      const reason = isDenied
        ? "this process may not set the clock, run 'towline-agent clock' as root at boot"
        : messageOf(cause);
      throw new TowlineError('failed', reason, { cause });
    }
  };
}

/** What became of the clock. Times are Unix times in milliseconds. */
export interface RaisedClock {
  /** Null while none is saved. */
  readonly floorMs: number | null;
  readonly clockMs: number;
  readonly isSet: boolean;
  /** Why there is no floor although there is a file; null otherwise. */
  readonly problem: string | null;
}

/** Sets the clock to the saved floor if it is earlier, and leaves it alone otherwise. Throws `failed`. */
export async function raiseClock(path: string, clock: Clock, set: SetClock): Promise<RaisedClock> {
  const { floorMs = null, problem = null } = await readFloor(path);
  const clockMs = clock.now();
  const isSet = floorMs !== null && clockMs < floorMs;
  if (isSet) await set(floorMs);
  return { floorMs, clockMs, isSet, problem };
}

/** The same when the agent starts: for a router whose boot did not. What the agent may not do it only says. */
export async function raiseAtStart(parts: {
  readonly run: Run;
  readonly clock: Clock;
  readonly log: Log;
  readonly paths: Pick<AgentPaths, 'clockFloor'>;
}): Promise<void> {
  try {
    const raised = await raiseClock(parts.paths.clockFloor, parts.clock, systemSetClock(parts.run));
    if (raised.isSet) parts.log.info(raised, 'the clock was before its floor, and is set to it');
  } catch (error) {
    parts.log.warn({ error: messageOf(error) }, 'the clock is before its floor');
  }
}

/** For people, one line. */
export function describeRaised({ floorMs, clockMs, isSet }: RaisedClock): string {
  const text = (ms: number) => new Date(ms).toISOString();
  if (floorMs === null) return 'no clock floor is saved yet, the clock stays as it is';
  return isSet
    ? `the clock was at ${text(clockMs)} and is set to ${text(floorMs)}`
    : `the clock is at ${text(clockMs)}, not before ${text(floorMs)}, and stays as it is`;
}
