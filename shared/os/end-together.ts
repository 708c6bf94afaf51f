import { setMaxListeners } from 'node:events';
import { tiedTo } from './deadline.ts';

/** Runs loops until one fails or the signal is aborted; then ends the others. Throws what the first one threw. */
export async function endTogether(
  signal: AbortSignal,
  start: (ended: AbortSignal) => Promise<void>[],
): Promise<void> {
  const { controller, release } = tiedTo(signal);
  // As many as there are loops listen to it: it is no leak that Node has to warn of.
  setMaxListeners(0, controller.signal);
  const loops = start(controller.signal);
  try {
    await Promise.all(loops);
  } catch (error) {
    controller.abort(error);
    await Promise.allSettled(loops);
    if (!signal.aborted) throw error;
  } finally {
    release();
  }
}
