/** The value below which a part of the sorted values lie; 0 of none. Pure. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

/** Arrivals of the busiest second over those of a mean second, from the first to the last; 0 of none. Pure. */
export function peakOverMean(timesMs: readonly number[]): number {
  if (timesMs.length === 0) return 0;
  const first = Math.min(...timesMs);
  const seconds = new Map<number, number>();
  for (const time of timesMs) {
    const second = Math.floor((time - first) / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  const last = Math.max(...seconds.keys());
  return (Math.max(...seconds.values()) * (last + 1)) / timesMs.length;
}

export function rounded(value: number, digits = 2): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
