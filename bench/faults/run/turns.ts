/** Runs at most so many tasks at a time, in the order in which they came. */
export function createTurns(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      // Its place goes to the next one.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
