import type { Clock } from './clock.ts';

/** What a loop that goes on has to say about what fails at each of its turns. */
export interface Complaints {
  /** Whether a reason is to be said: once, and again after ten minutes or when it worked meanwhile. */
  isNews(reason: string): boolean;
  /** It worked: what fails from now on is said. */
  worked(): void;
}

const againMs = 600_000;
/** A reason with a number in it may be another each time: the oldest are forgotten. */
const mostKept = 16;

export function createComplaints(clock: Pick<Clock, 'monotonic'>): Complaints {
  const saidMs = new Map<string, number>();
  return {
    isNews(reason) {
      const nowMs = clock.monotonic();
      if (nowMs - (saidMs.get(reason) ?? Number.NEGATIVE_INFINITY) < againMs) return false;
      saidMs.delete(reason);
      saidMs.set(reason, nowMs);
      const [oldest] = saidMs.keys();
      if (saidMs.size > mostKept && oldest !== undefined) saidMs.delete(oldest);
      return true;
    },
    worked: () => saidMs.clear(),
  };
}
