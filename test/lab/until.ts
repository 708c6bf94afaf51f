import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits until a condition holds, looking every 20 ms, or less often where a look takes long: one that starts programs on
 * a lab's machine would keep a core busy with looking. Throws after `deadlineMs` milliseconds.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const began = performance.now();
    if (await condition()) return;
    if (Date.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await delay(Math.min(1000, Math.max(20, 2 * (performance.now() - began))));
  }
}
