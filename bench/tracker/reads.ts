import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../shared/os/clock.ts';
import { manyLinks } from './many.ts';

/** How often WireGuard is asked for its state while something wakes the tracker each 20 ms, in real time. */
export async function readsOf(count: number, forMs: number) {
  const { tracker } = manyLinks({
    count,
    clock: systemClock,
    resolve: async () => [],
    random: Math.random,
    onPoint: () => {},
  });
  const ended = new AbortController();
  const running = tracker.run(ended.signal).catch(() => undefined);
  const begunMs = systemClock.monotonic();
  let wakes = 0;
  for (; systemClock.monotonic() - begunMs < forMs; wakes++) {
    tracker.ownAddressesChanged();
    await delay(20);
  }
  ended.abort();
  await running;
  return { reads: tracker.counters.reads, wakes, seconds: (systemClock.monotonic() - begunMs) / 1000 };
}
