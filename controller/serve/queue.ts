/** Runs one piece of work after another, in the order in which they came. */
export interface Queue {
  <T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything that was put in so far has ended. */
  idle(): Promise<void>;
  /** How much waits or is under way. */
  size(): number;
}

/** A queue: what touches the work tree or makes a release never runs beside another such thing. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    waiting++;
    const result = last.then(work, work).finally(() => {
      waiting--;
    });
    last = result.catch(() => undefined);
    return result;
  };
  return Object.assign(enqueue, {
    async idle() {
      await last;
    },
    size: () => waiting,
  });
}
