import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { backoffMs } from '../session/backoff.ts';
import type { Bird } from './bird.ts';
import type { BirdState } from './state.ts';

/** What keeping BIRD up needs. */
export interface KeepBirdOptions {
  readonly bird: Bird;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Gives BIRD the confirmed bundle's configuration, which starts it, while nothing else changes the node; does nothing
   * where no bundle runs.
   */
  readonly restore: (signal: AbortSignal) => Promise<void>;
}

const intervalMs = 2000;

/**
 * Starts BIRD again where it has died, until the signal is aborted: a router without it is a router lost, whatever
 * `drift` says. It is `absent` for two looks before that, so that one which is just being restarted is left to whoever
 * does it. One that hangs is never ended, but the log has it.
 */
export async function keepBird(options: KeepBirdOptions, signal: AbortSignal): Promise<void> {
  const { bird, clock, log } = options;
  let [before, failures]: [BirdState, number] = ['running', 0];
  while (!signal.aborted) {
    await clock.sleep(failures === 0 ? intervalMs : backoffMs(failures, 1, intervalMs, 60_000), signal);
    // What keeps this process from asking says nothing about BIRD.
    const state = await bird.state().catch(() => before);
    if (state !== before && (state === 'silent' || state === 'foreign'))
      log.error({ state }, 'BIRD does not answer, restart it');
    if (state !== 'absent') failures = 0;
    else if (before === 'absent') {
      try {
        await options.restore(signal);
        failures++;
        if ((await bird.state()) === 'running') log.warn('BIRD had ended and was started again');
      } catch (error) {
        signal.throwIfAborted();
        failures++;
        log.error({ error: messageOf(error), failures }, 'BIRD has ended and does not start');
      }
    }
    before = state;
  }
}
