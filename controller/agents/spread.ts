/**
 * Sessions a second that a controller takes in beside all else: half of a core where one takes ten milliseconds of its
 * CPU. `npm run bench -- fleet` prints what one takes.
 */
const sessionsPerSecond = 50;
/** The longest that a network of any size may take to be back, in seconds. */
const mostS = 600;

/** Seconds over which so many nodes come back, after they all lost the controller at one moment. Pure. */
export function spreadSeconds(nodes: number): number {
  return Math.min(mostS, Math.max(1, Math.ceil(nodes / sessionsPerSecond)));
}

/**
 * Milliseconds after which a node that was put off shall ask again: anywhere within the time that those take that are
 * not here yet, and not at once. Pure.
 *
 * @param missing nodes without a watch
 * @param random in [0, 1)
 */
export function retryAfterMs(missing: number, random: number): number {
  return 1000 + Math.round(random * 1000 * spreadSeconds(missing));
}
