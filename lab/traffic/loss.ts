/** What became of packets that were sent one after the other. */
export interface Loss {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  /** Sequence numbers, from 1, of the lost ones. */
  readonly lostSequences: readonly number[];
  /**
   * Longest time without traffic, in milliseconds: from when the first packet of an unbroken run of lost ones was
   * sent to when the next answered one was. 0 when nothing was lost, however long this computer stood still.
   */
  readonly longestGapMs: number;
}

/**
 * Sums up packets 1 to `sent`. `answered` gives when each answered one was sent, in milliseconds; the time of a
 * lost one follows from the nearest answered one before it, or after it, and the interval.
 */
export function summarizeLoss(answered: ReadonlyMap<number, number>, sent: number, intervalMs: number): Loss {
  const lostSequences: number[] = [];
  let longestGapMs = 0;
  for (let sequence = 1; sequence <= sent; sequence++) {
    if (answered.has(sequence)) continue;
    const first = sequence;
    while (sequence <= sent && !answered.has(sequence)) lostSequences.push(sequence++);
    longestGapMs = Math.max(longestGapMs, gapMs(answered, first, sequence, intervalMs));
  }
  const lost = lostSequences.length;
  return { sent, received: sent - lost, lost, lostSequences, longestGapMs };
}

/** `first` is the first lost packet, `next` the one after the last lost. */
function gapMs(
  answered: ReadonlyMap<number, number>,
  first: number,
  next: number,
  intervalMs: number,
): number {
  const before = answered.get(first - 1);
  const after = answered.get(next);
  const counted = (next - first) * intervalMs;
  if (before === undefined || after === undefined) return counted;
  return Math.max(after - before - intervalMs, 0);
}
