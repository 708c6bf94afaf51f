/** Median and maximum of some measurements; 0 and 0 of none. */
export interface Spread {
  readonly median: number;
  readonly max: number;
}

/** Rounded to `digits` decimal places. */
export function spread(values: readonly number[], digits = 0): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  const round = (value: number) => Math.round(value * 10 ** digits) / 10 ** digits;
  return { median: round(median ?? 0), max: round(sorted.at(-1) ?? 0) };
}
