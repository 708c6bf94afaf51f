import type { Clock } from '../../shared/os/clock.ts';

/** Sleeps; when the signal ends it, throws what was being waited for instead of the mere end of time. */
export async function waited(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  missing: () => unknown,
): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch {
    throw missing();
  }
}
