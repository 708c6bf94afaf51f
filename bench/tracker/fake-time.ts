import type { Clock } from '../../shared/os/clock.ts';

/** A clock whose time passes when `pass` is called; sleeps end then, in their order. */
export interface FakeTime extends Clock {
  pass(ms: number): Promise<void>;
}

export function fakeTime(): FakeTime {
  let nowMs = 1000;
  const sleepers: { atMs: number; end: () => void }[] = [];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    monotonic: () => nowMs,
    now: () => Date.UTC(2026, 10, 23) + nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const abort = () => {
          const at = sleepers.indexOf(sleeper);
          if (at !== -1) sleepers.splice(at, 1);
          reject(signal?.reason);
        };
        const end = () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        const sleeper = { atMs: nowMs + ms, end };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', abort, { once: true });
      }),
    async pass(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        sleepers.sort((a, b) => a.atMs - b.atMs);
        const next = sleepers[0];
        if (next === undefined || next.atMs > untilMs) break;
        sleepers.shift();
        nowMs = Math.max(nowMs, next.atMs);
        next.end();
        await turn();
      }
      nowMs = untilMs;
      await turn();
    },
  };
}
