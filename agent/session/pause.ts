import { backoffMs } from './backoff.ts';

/** What is known when a session has ended. */
export interface Ended {
  /** Attempts since the last session in which the controller answered; 0 after such a one. */
  readonly failures: number;
  /** Seconds over which the nodes of the network come back, as the controller said last; 0 if it never did. */
  readonly spreadS: number;
  /** Milliseconds after which to ask again, where the controller put the node off. */
  readonly retryAfterMs: number | undefined;
  /** Whether this node has to be back soon. */
  readonly isUrgent: boolean;
}

/** The longest pause in milliseconds of a node that has to be back soon. */
const mostUrgentMs = 3_000;
/** The longest that the controller can keep a node away by what it says. */
const mostToldMs = 600_000;

/**
 * Time in milliseconds until the next attempt at a session. All nodes lose a controller at one moment: they come back
 * anywhere within the time that it has told them, and where it is still away, anywhere within that or the back-off,
 * whichever is longer. Pure.
 *
 * @param random in [0, 1)
 */
export function pauseMs({ failures, spreadS, retryAfterMs, isUrgent }: Ended, random: number): number {
  if (isUrgent) return backoffMs(failures, random, undefined, mostUrgentMs);
  // Who was put off was given a time of its own.
  if (retryAfterMs !== undefined) return Math.min(mostToldMs, retryAfterMs);
  return Math.max(backoffMs(failures, random), random * Math.min(mostToldMs, spreadS * 1000));
}
