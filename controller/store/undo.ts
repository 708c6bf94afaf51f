/**
 * Keeps what is kept in memory beside the database in step with it: what a piece of work changed there is put back with
 * what it wrote, if it fails or cannot be committed.
 */
export interface Undo {
  /** Has a change be put back where the work that is under way fails; outside of any there is nothing to wait for. */
  note(back: () => void): void;
  /** Does a piece of work; one inside another is put back alone. */
  run<T>(work: () => T): T;
}

export function createUndo(): Undo {
  const backs: (() => void)[] = [];
  let depth = 0;
  return {
    note(back) {
      if (depth > 0) backs.push(back);
    },
    run(work) {
      const start = backs.length;
      depth++;
      try {
        return work();
      } catch (error) {
        for (const back of backs.splice(start).reverse()) back();
        throw error;
      } finally {
        depth--;
        if (depth === 0) backs.length = 0;
      }
    },
  };
}
