/** Writes to the disk that a node may cause: each waits for it, and all nodes with it. */
export interface WriteBudget {
  /** Whether a node may cause one more now; it is counted then. */
  take(nodeId: number, nowMs: number): boolean;
}

/** Writes at once, and then so many a second: an agent reports once a second at most. */
const writes = { burst: 30, perSecond: 1 };

export function createWriteBudget(): WriteBudget {
  const budgets = new Map<number, { readonly left: number; readonly atMs: number }>();
  return {
    take(nodeId, nowMs) {
      const before = budgets.get(nodeId) ?? { left: writes.burst, atMs: nowMs };
      // A clock that was set back gives nothing, and takes nothing.
      const sinceS = Math.max(0, nowMs - before.atMs) / 1000;
      const left = Math.min(writes.burst, before.left + sinceS * writes.perSecond);
      const isGranted = left >= 1;
      budgets.set(nodeId, { left: isGranted ? left - 1 : left, atMs: nowMs });
      return isGranted;
    },
  };
}
