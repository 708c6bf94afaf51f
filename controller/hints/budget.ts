/** How often something may happen: a stock that refills with time. */
export interface Budget {
  readonly stock: number;
  /** Monotonic ms. */
  readonly atMs: number;
}

/** A line that flaps may make so many hints at once, and then one in so many ms. */
const most = 16;
const refillMs = 1_000;

export const fullBudget: Budget = { stock: most, atMs: 0 };

/** The budget after one use; undefined if there is nothing left. Pure. */
export function spend({ stock, atMs }: Budget, nowMs: number): Budget | undefined {
  const now = Math.min(most, stock + (nowMs - atMs) / refillMs);
  return now < 1 ? undefined : { stock: now - 1, atMs: nowMs };
}
