import type { Clock } from '../../shared/os/clock.ts';

/**
 * Whether a source may ask once more.
 *
 * @param isKnown whether a router asks that asked before: strangers, however many, do not keep it out
 */
export type RateLimit = (address: string, isKnown: boolean) => boolean;

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** Requests at once, and then so many a second. */
const own = { burst: 120, perSecond: 2 };
/** Of all sources: they take a tenth of a processor at most. Routers that wait ask half as often (enroll.ts). */
const all = { burst: 1_000, perSecond: 100 };
const maxSources = 10_000;

/** A token bucket a source, and one for all. IPv6 sources count by their /64, which is what one subscriber has. */
export function createRateLimit(clock: Pick<Clock, 'monotonic'>): RateLimit {
  const buckets = new Map<string, Bucket>();
  let common: Bucket = { tokens: all.burst, at: clock.monotonic() };
  return (address, isKnown) => {
    const source = sourceOf(address);
    const now = clock.monotonic();
    const left = filled(buckets.get(source) ?? { tokens: own.burst, at: now }, own, now);
    // Moved to the end, so that the first entries are those that asked least lately.
    buckets.delete(source);
    buckets.set(source, { tokens: Math.max(0, left - 1), at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > maxSources && oldest !== undefined) buckets.delete(oldest);
    // Who asks too often alone takes nothing of the others' share.
    if (left < 1 || isKnown) return left >= 1;
    const leftOfAll = filled(common, all, now);
    common = { tokens: Math.max(0, leftOfAll - 1), at: now };
    return leftOfAll >= 1;
  };
}

function filled(bucket: Bucket, limit: typeof own, now: number): number {
  return Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1000) * limit.perSecond);
}

/**
 * What counts as one source: an IPv4 address, or the network of an IPv6 address.
 *
 * @param groups of 16 bits that the network has
 */
export function sourceOf(address: string, groups = 4): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::')
    ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
    : [];
  return [...first, ...zeros, ...last].slice(0, groups).join(':');
}
