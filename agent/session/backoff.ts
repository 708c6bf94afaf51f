/**
 * Time in milliseconds to wait before a further attempt: full jitter, anywhere between 0 and a bound that
 * doubles with each failure (Brooker, "Exponential Backoff and Jitter", 2015), so that a fleet that lost its
 * controller at one moment does not come back at one moment.
 *
 * @param attempt 0 after the first failure
 * @param random in [0, 1)
 */
export function backoffMs(attempt: number, random: number, firstMs = 1000, mostMs = 30_000): number {
  return random * Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 20));
}
