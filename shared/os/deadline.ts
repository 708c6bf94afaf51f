import { TowlineError } from '../errors.ts';
import type { Clock } from './clock.ts';

/**
 * A controller that is aborted with `parent`. Not AbortSignal.any(): on Node 20 what that makes may be collected
 * as garbage while it is waited for, and then never fires. `release` ends the tie.
 */
export function tiedTo(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort(parent.reason);
  if (parent.aborted) abort();
  else parent.addEventListener('abort', abort, { once: true });
  return { controller, release: () => parent.removeEventListener('abort', abort) };
}

/**
 * Runs a task with a signal that is aborted after `ms` milliseconds (reason: a TimeoutError), or with `parent`.
 * The task has to heed it: it is not left behind. Rejects with what the task throws.
 */
export async function withDeadline<T>(
  parent: AbortSignal,
  ms: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { controller, release } = tiedTo(parent);
  const timer = setTimeout(
    () => controller.abort(new DOMException(`not done within ${ms} ms`, 'TimeoutError')),
    ms,
  );
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
    release();
  }
}

export interface TimeLimit {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly ms: number;
  /** Ends the wait as well. */
  readonly signal?: AbortSignal;
  /** What is said where there was no time; by default how long it was waited for. */
  readonly late?: string;
}

/**
 * Waits for a task for so long at most. Its signal is aborted when nobody waits any more; one that does not heed it is
 * left behind, and what it does then is dropped. Rejects with what the task throws, with `unavailable` where it is late,
 * and with the signal's reason.
 */
export async function waitAtMost<T>(
  { clock, ms, signal, late = `not done within ${ms} ms` }: TimeLimit,
  task: (ended: AbortSignal) => Promise<T> | T,
): Promise<T> {
  signal?.throwIfAborted();
  const { controller, release } = tiedTo(signal ?? new AbortController().signal);
  const limit = clock.sleep(ms, controller.signal).then(() => {
    throw new TowlineError('unavailable', late);
  });
  try {
    return await Promise.race([Promise.resolve(controller.signal).then(task), limit]);
  } finally {
    controller.abort();
    release();
  }
}
