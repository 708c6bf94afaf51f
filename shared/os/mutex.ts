/** Lets one task run at a time, in the order in which they came. */
export interface Mutex {
  /** Runs the task when those before it have ended, however they ended. Not to be called from within itself. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (task) => {
      const result = last.then(task, task);
      last = result.catch(() => {});
      return result;
    },
  };
}
