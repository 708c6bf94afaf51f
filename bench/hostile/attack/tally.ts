import { setTimeout as delay } from 'node:timers/promises';

/** Counts of things by name. */
export class Counts {
  readonly #counts = new Map<string, number>();

  count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  all(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort());
  }
}

/** Starts tasks at an even pace, however long each takes; resolves when all have ended. */
export async function paced(
  count: number,
  perSecond: number,
  task: (index: number) => Promise<void>,
): Promise<void> {
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < count; index++) {
    const dueMs = begun + (index * 1000) / perSecond - performance.now();
    if (dueMs > 0) await delay(dueMs);
    running.push(task(index));
  }
  await Promise.all(running);
}
