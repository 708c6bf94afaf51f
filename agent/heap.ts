import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from '../shared/os/clock.ts';

// V8 lets the young generation grow to 32 MB before it cleans up, which an agent that is mostly idle fills within
// minutes. What this saves is in docs/decisions (2026-11-22), and `npm run bench -- agent` measures it.
setFlagsFromString('--semi-space-growth-factor=1');

const settledMs = 20_000;
/** Each time costs 15 ms. */
const intervalMs = 60_000;

/**
 * Gives back what the start and each change leave, until the signal is aborted: V8 cleans up when its heap has grown by
 * a good part, which takes an idle agent hours.
 */
export async function keepHeapSmall(clock: Clock, signal: AbortSignal): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let pauseMs = settledMs; !signal.aborted; pauseMs = intervalMs) {
    await clock.sleep(pauseMs, signal);
    collect();
  }
}
