import type { Clock } from '../../shared/os/clock.ts';

/** Whether a source may ask once more. */
export type RateLimit = (address: string) => boolean;

const burst = 120;
const perSecond = 2;
const maxSources = 10_000;

/**
 * A token bucket a source: `burst` requests at once, then `perSecond`. IPv6 sources count by their /64, which
 * is what one subscriber has.
 */
export function createRateLimit(clock: Clock): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (address) => {
    const source = sourceOf(address);
    const now = clock.monotonic();
    const bucket = buckets.get(source) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    // Moved to the end, so that the first entries are those that asked least lately.
    buckets.delete(source);
    buckets.set(source, { tokens: Math.max(0, tokens - 1), at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > maxSources && oldest !== undefined) buckets.delete(oldest);
    return tokens >= 1;
  };
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
