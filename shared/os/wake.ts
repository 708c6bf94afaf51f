import { type Clock, systemClock } from './clock.ts';
import { tiedTo } from './deadline.ts';

/** Lets a loop sleep until its next turn is due or somebody has news for it. */
export interface Wake {
  /** Ends the wait that is under way, or the next one at once. */
  notify(): void;
  /** Resolves after `ms` milliseconds (false) or a notification (true); rejects with the signal's reason when it is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<boolean>;
}

/** @param sleep of another clock than the machine's */
export function createWake(sleep: Clock['sleep'] = systemClock.sleep): Wake {
  let isDue = false;
  let end: (() => void) | undefined;
  return {
    notify: () => {
      isDue = true;
      end?.();
    },
    wait: async (ms, signal) => {
      signal.throwIfAborted();
      const controller = new AbortController();
      end = () => controller.abort();
      signal.addEventListener('abort', end, { once: true });
      let isNotified = false;
      try {
        if (!isDue) await sleep(ms, controller.signal);
      } catch {
        // Woken; whether by the caller's signal is seen below.
      } finally {
        signal.removeEventListener('abort', end);
        end = undefined;
        isNotified = isDue;
        isDue = false;
      }
      signal.throwIfAborted();
      return isNotified;
    },
  };
}

const foreverMs = 2 ** 31 - 1;

/**
 * Runs a task until it ends or somebody notifies; then the task's signal is aborted, and what it throws is dropped.
 * Resolves to whether it was woken. Rejects with what the task throws otherwise.
 */
export async function unlessWoken(
  wake: Wake,
  signal: AbortSignal,
  task: (ended: AbortSignal) => Promise<void>,
): Promise<boolean> {
  signal.throwIfAborted();
  const { controller, release } = tiedTo(signal);
  let isWoken = false;
  const waiting = wake.wait(foreverMs, controller.signal).then(
    () => {
      isWoken = true;
      controller.abort(new DOMException('woken', 'AbortError'));
    },
    () => undefined,
  );
  try {
    await task(controller.signal);
  } catch (error) {
    if (!isWoken) throw error;
  } finally {
    controller.abort();
    release();
    await waiting;
  }
  return isWoken;
}
