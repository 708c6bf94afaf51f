/** What has begun and not ended. */
export interface UnderWay {
  /** Resolves, or throws, as the work does. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when everything that was tracked so far has ended, well or not. */
  idle(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const all = new Set<Promise<unknown>>();
  return {
    track(work) {
      all.add(work);
      const ended = () => void all.delete(work);
      work.then(ended, ended);
      return work;
    },
    async idle() {
      await Promise.allSettled(all);
    },
  };
}
