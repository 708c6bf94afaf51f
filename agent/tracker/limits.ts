import type { Settings } from '../check/settings.ts';
import type { TrackerLimits } from './link-memory.ts';

/** What the bundle says of one link to the tracker. */
export interface SettingsOfLink {
  /** Name of the node at the other end. */
  readonly peer: string;
  readonly limits: TrackerLimits;
}

/**
 * The limits of a link. It works if something arrived within two BFD intervals, or within the floor if that is longer:
 * the host may stall for a moment. Bundles of older controllers say nothing: then 3 s. Pure.
 */
export function limitsOf(
  tracker: Settings['tracker'] | undefined,
  bfdIntervalMs: number | undefined,
  floorMs: number,
): TrackerLimits {
  const fresh = bfdIntervalMs === undefined ? 3000 : 2 * bfdIntervalMs;
  const [least, most] = [tracker?.backoff_min_ms ?? 1000, tracker?.backoff_max_ms ?? 60_000];
  const families = { any: undefined, ipv4: 4, ipv6: 6 } as const;
  return {
    freshMs: Math.max(floorMs, fresh),
    backoffMinMs: Math.min(least, most),
    backoffMaxMs: most,
    family: families[tracker?.family ?? 'any'],
  };
}
