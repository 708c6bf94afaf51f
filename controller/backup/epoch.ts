const minuteMs = 60_000;

/**
 * The epoch of a controller that is restored: the minutes since 1970, so that a backup which is restored a second time is
 * newer than the first time, of which it knows nothing; and above those that are known, whatever the clock says. Pure.
 *
 * @param known epochs of the backup, and of the state that it takes the place of
 * @param createdMs when the backup was made, Unix ms
 * @param now Unix ms
 */
export function nextEpoch(known: readonly number[], createdMs: number, now: number): number {
  return Math.max(
    ...known.map((epoch) => epoch + 1),
    Math.floor(createdMs / minuteMs),
    Math.floor(now / minuteMs),
  );
}
