import { systemClock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import { keepSystemdTold } from '../../shared/os/systemd.ts';

/** A daemon that can be started and stopped once. */
export interface Daemon {
  /** Resolves when everything listens. */
  start(): Promise<void>;
  /** Names of its loops that hang. */
  stuck(): string[];
  /** Ends calls under way within `graceMs`, then everything else. */
  stop(graceMs: number): Promise<void>;
}

/** Time in ms in which calls under way may end after SIGTERM. */
const graceMs = 10_000;

/** Runs the daemon until SIGTERM or SIGINT. */
export async function serve(daemon: Daemon, run: Run, log: Log): Promise<void> {
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  try {
    await daemon.start();
  } catch (error) {
    await daemon.stop(0);
    throw error;
  }
  const ending = new AbortController();
  const options = { run, log, clock: systemClock, stuck: () => daemon.stuck() };
  const told = keepSystemdTold(options, ending.signal).catch(() => undefined);
  log.info({ signal: await stopped }, 'stopping');
  ending.abort();
  await told;
  await daemon.stop(graceMs);
}
