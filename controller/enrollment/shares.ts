import type { Clock } from '../../shared/os/clock.ts';

/** So much at once, and then so much a second. */
export interface Limit {
  readonly burst: number;
  readonly perSecond: number;
}

/** What there is for each key. */
export interface Shares {
  /** Whether there is one left, which is taken then. */
  take(key: string): boolean;
  has(key: string): boolean;
  /** Takes what was used up already: there may be less than nothing then. Less than 0 gives back what was not used. */
  spend(key: string, amount: number): void;
}

/** So many keys are remembered, those that took lately. */
const maxKeys = 10_000;
/** A customer has as much as so many networks. */
const networksPerCustomer = 4;

/** A token bucket a key. */
export function createBuckets(clock: Pick<Clock, 'monotonic'>, { burst, perSecond }: Limit): Shares {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  const look = (key: string): number => {
    const now = clock.monotonic();
    const before = buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond);
    // Moved to the end, so that the first entries are those that asked least lately.
    buckets.delete(key);
    buckets.set(key, { left, at: now });
    const [oldest] = buckets.keys();
    if (buckets.size > maxKeys && oldest !== undefined) buckets.delete(oldest);
    return left;
  };
  const spend = (key: string, amount: number): void => {
    const left = look(key) - amount;
    buckets.set(key, { left, at: clock.monotonic() });
  };
  const has = (key: string): boolean => look(key) >= 1;
  return {
    has,
    spend,
    take(key) {
      // What is refused takes nothing: a crowd that asks twice as often as it may would get nothing at all.
      if (!has(key)) return false;
      spend(key, 1);
      return true;
    },
  };
}

/** The same by address: a source has a share, and all sources of one customer of IPv6 as much as four of them. */
export function createShares(clock: Pick<Clock, 'monotonic'>, limit: Limit): Shares {
  const sources = createBuckets(clock, limit);
  const customers = createBuckets(clock, {
    burst: limit.burst * networksPerCustomer,
    perSecond: limit.perSecond * networksPerCustomer,
  });
  return {
    take: (address) => sources.take(sourceOf(address)) && customers.take(customerOf(address)),
    has: (address) => sources.has(sourceOf(address)) && customers.has(customerOf(address)),
    spend(address, amount) {
      sources.spend(sourceOf(address), amount);
      customers.spend(customerOf(address), amount);
    },
  };
}

/** Places that are taken and given back. */
export interface Places {
  isFree(address: string): boolean;
  take(address: string): void;
  free(address: string): void;
}

/** So many places a source, and four times as many for all sources of one customer of IPv6. */
export function createPlaces(perSource: number): Places {
  const sources = createCounts();
  const customers = createCounts();
  return {
    isFree: (address) =>
      sources.of(sourceOf(address)) < perSource &&
      customers.of(customerOf(address)) < perSource * networksPerCustomer,
    take(address) {
      sources.add(sourceOf(address), 1);
      customers.add(customerOf(address), 1);
    },
    free(address) {
      sources.add(sourceOf(address), -1);
      customers.add(customerOf(address), -1);
    },
  };
}

/** A number a key; none is kept of what is 0. */
function createCounts() {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    add(key: string, change: number) {
      const now = of(key) + change;
      if (now > 0) counts.set(key, now);
      else counts.delete(key);
    },
  };
}

/** What counts as one source: an IPv4 address, or the /64 of an IPv6 address, which is what one line has. */
function sourceOf(address: string): string {
  return networkOf(address, 4);
}

/** What one customer may have: an IPv4 address, or the /48 of an IPv6 address (RFC 6177). */
export function customerOf(address: string): string {
  return networkOf(address, 3);
}

/** @param groups of 16 bits that the network has */
function networkOf(address: string, groups: number): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::')
    ? Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0')
    : [];
  return `${[...first, ...zeros, ...last].slice(0, groups).join(':')}::/${groups * 16}`;
}
