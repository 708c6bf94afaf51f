import type { Clock } from './clock.ts';

/** Knows which loops still turn: each falls asleep again within a time of its own after it is due. */
export interface Turns {
  /** A clock for one loop, which notes when it sleeps. @param patienceMs the longest that one turn may take */
  clockOf(loop: string, patienceMs: number): Clock;
  /** Names of the loops that hang. One that has not slept yet is none of them. */
  stuck(): string[];
}

export function createTurns(clock: Clock): Turns {
  const dueMs = new Map<string, number>();
  return {
    clockOf: (loop, patienceMs) => ({
      ...clock,
      sleep: (ms, signal) => {
        dueMs.set(loop, clock.monotonic() + ms + patienceMs);
        return clock.sleep(ms, signal);
      },
    }),
    stuck: () => [...dueMs].filter(([, due]) => clock.monotonic() > due).map(([loop]) => loop),
  };
}
