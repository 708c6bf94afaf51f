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
