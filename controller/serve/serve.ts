import { messageOf } from '../../shared/errors.ts';
import { systemClock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import { keepSystemdTold } from '../../shared/os/systemd.ts';
import type { ControllerConfig } from '../config/load.ts';

/** A daemon that can be started and stopped once. */
export interface Daemon {
  /** Resolves when everything listens. */
  start(): Promise<void>;
  /** Names of its loops that hang. */
  stuck(): string[];
  /** Ends calls under way within `graceMs`, then everything else. */
  stop(graceMs: number): Promise<void>;
  /** Takes over what a running daemon can of a configuration that was read again, and logs the rest. */
  reload(config: ControllerConfig): void;
}

/** Time in ms in which calls under way may end after SIGTERM: the process is to be gone within ten seconds. */
const graceMs = 8_000;

/**
 * Runs the daemon until SIGTERM or SIGINT; SIGHUP has the configuration read again.
 *
 * @param load reads it; what it throws is logged, and everything stays as it was
 */
export async function serve(daemon: Daemon, run: Run, log: Log, load: () => ControllerConfig): Promise<void> {
  const reload = () => {
    try {
      daemon.reload(load());
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'the configuration cannot be read again, all stays as it was');
    }
  };
  // From the start on: it would end the process otherwise.
  process.on('SIGHUP', reload);
  try {
    await runUntilStopped(daemon, run, log);
  } finally {
    process.off('SIGHUP', reload);
  }
}

async function runUntilStopped(daemon: Daemon, run: Run, log: Log): Promise<void> {
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
  // systemd may take its time, or not be there any more: none of the ten seconds is for waiting for it.
  await Promise.all([told, daemon.stop(graceMs)]);
}
