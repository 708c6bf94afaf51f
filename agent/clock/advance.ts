/** No controller that signs a time is older. */
export const earliestMs = Date.UTC(2026, 0, 1);
/** Some broken clocks stand at 2099 or 2106: what lies so far ahead is believed of nobody. */
export const latestMs = Date.UTC(2076, 0, 1);
/** Two clocks that are this close to each other agree. */
const agreementMs = 3_600_000;
/** How much faster than time itself the floor may rise on the controller's word alone. */
const mostSpeed = 2;

/** Whether a time may be a floor at all. */
export function isPlausible(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= earliestMs && ms < latestMs;
}

/** What is known when the controller has signed a time. All in milliseconds. */
export interface SignedTime {
  /** Unix time. */
  readonly floorMs: number | undefined;
  /** Unix time, as the controller says. */
  readonly signedMs: number;
  /** This router's own clock. */
  readonly ownMs: number;
  /** Monotonic time since the step before, or since the agent began. */
  readonly elapsedMs: number;
}

/**
 * The floor after the controller has signed a time; never earlier than before. A time that the router's own clock
 * agrees with is taken whole, and so is the first one ever. Otherwise one of the two clocks is wrong, and if it is
 * the controller's, then for every router at once: the floor follows at twice the speed of time at most, so that a
 * controller that stood a year ahead for an hour moved it by two hours, and not for good. Pure.
 */
export function nextFloor({ floorMs, signedMs, ownMs, elapsedMs }: SignedTime): number | undefined {
  if (!isPlausible(signedMs)) return floorMs;
  if (floorMs === undefined) return signedMs;
  const isAgreed = Math.abs(signedMs - ownMs) <= agreementMs;
  const mostMs = isAgreed ? signedMs : floorMs + mostSpeed * Math.max(0, Math.floor(elapsedMs));
  return Math.max(floorMs, Math.min(signedMs, mostMs));
}
