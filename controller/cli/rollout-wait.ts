import { enumWord } from '../../shared/document.ts';
import type { Rollout } from '../../shared/gen/towline/v1/Rollout.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { type AdminClient, admin } from './client.ts';
import { Exit, exitCode } from './exit-codes.ts';
import { outcomeOfRollout, rolloutLine } from './rollout-text.ts';

const intervalMs = 300;

export interface RolloutWait {
  readonly daemon: AdminClient;
  readonly clock: Clock;
  readonly number: number;
  /** Undefined for no end. */
  readonly timeoutS: number | undefined;
  /** Told each time that it goes on. */
  readonly progress: (line: string) => void;
}

/** Waits until a rollout has ended or stopped, or the time is over. While it is paused it waits for whoever resumes it. */
export async function waitForRollout(options: RolloutWait): Promise<Rollout | null> {
  const { daemon, clock, number, timeoutS, progress } = options;
  const deadline = timeoutS === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() + timeoutS * 1000;
  let told = '';
  for (;;) {
    const { rollout } = await daemon.call(admin.GetRollout, { number });
    if (rollout === null) return null;
    const { pauseLeftMs: _, ...steady } = rollout;
    const line = rolloutLine(steady);
    if (line !== told) progress(line);
    told = line;
    const isOver = ['done', 'aborted', 'stopped'].includes(enumWord(rollout.state));
    if (isOver || clock.monotonic() > deadline) return rollout;
    await clock.sleep(intervalMs);
  }
}

/** Ends the program as a rollout stands: 1 for one that stopped, failed or was aborted, 3 for one under way. */
export function exitAs(rollout: Rollout): void {
  const outcome = outcomeOfRollout(rollout);
  if (outcome === 'failed') throw new Exit(exitCode.error);
  if (outcome === 'under way') throw new Exit(exitCode.unhealthy);
}
