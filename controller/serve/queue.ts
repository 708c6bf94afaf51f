/** Runs one piece of work after another, in the order in which they came. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue: what touches the work tree or makes a release never runs beside another such thing. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}
