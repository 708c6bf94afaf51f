import type { Clock } from '../../shared/os/clock.ts';

/** How many events those who proved nothing may cause. */
export interface StrangerLimit {
  /** The number of events left out since the last one that was let through; undefined for one that is left out. */
  take(source: string): number | undefined;
}

/** Events of one source at once, and of all. */
const burst = { source: 5, all: 200 };
/** Then so many an hour: 60 events are about 20 kB. */
const perHour = { source: 6, all: 60 };
const maxSources = 1_000;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Token buckets, one a source and one for all sources together. */
export function createStrangerLimit(clock: Pick<Clock, 'monotonic'>): StrangerLimit {
  const sources = new Map<string, Bucket>();
  let all: Bucket = { tokens: burst.all, at: clock.monotonic() };
  let leftOut = 0;
  return {
    take(source) {
      const now = clock.monotonic();
      const filled = (bucket: Bucket, kind: 'source' | 'all') =>
        Math.min(burst[kind], bucket.tokens + ((now - bucket.at) / 3_600_000) * perHour[kind]);
      const own = filled(sources.get(source) ?? { tokens: burst.source, at: now }, 'source');
      const common = filled(all, 'all');
      const isIn = own >= 1 && common >= 1;
      const spent = isIn ? 1 : 0;
      // Moved to the end, so that the first entry is the one that was quiet for longest.
      sources.delete(source);
      sources.set(source, { tokens: own - spent, at: now });
      const [oldest] = sources.keys();
      if (sources.size > maxSources && oldest !== undefined) sources.delete(oldest);
      all = { tokens: common - spent, at: now };
      if (!isIn) {
        leftOut++;
        return undefined;
      }
      const before = leftOut;
      leftOut = 0;
      return before;
    },
  };
}
