import { messageOf } from '../errors.ts';
import type { Clock } from './clock.ts';
import { createComplaints } from './complaints.ts';
import type { Log } from './log.ts';
import type { Run } from './run.ts';

export interface SystemdOptions {
  readonly run: Run;
  readonly clock: Clock;
  readonly log: Log;
  /** Names of the loops that hang: while there are any, systemd does not hear from us. */
  readonly stuck: () => readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const foreverMs = 2 ** 31 - 1;
/** A computer that is out of memory or processes may have some again. */
const retryMs = 1000;

/**
 * Tells systemd that the service is ready, then that it lives as often as its watchdog wants it, and when the signal is
 * aborted that it stops (sd_notify(3), sd_watchdog_enabled(3)); does nothing where systemd did not start it. What it could
 * not tell it tells again: a service that never was ready is no service. Ends as `Clock.sleep` does. Node has no AF_UNIX datagrams, so systemd-notify does it, which needs NotifyAccess=all in the unit.
 */
export async function keepSystemdTold(options: SystemdOptions, signal: AbortSignal): Promise<void> {
  const { run, clock, log, stuck, env = process.env } = options;
  if (env.NOTIFY_SOCKET === undefined) return;
  const complaints = createComplaints(clock);
  const tell = async (state: string): Promise<boolean> => {
    try {
      await run('systemd-notify', [state], { timeoutMs: 5_000 });
      complaints.worked();
      return true;
    } catch (error) {
      const reason = messageOf(error);
      if (complaints.isNews(reason)) log.warn({ state, reason }, 'systemd was not told');
      return false;
    }
  };
  const intervalMs = watchdogMs(env) / 3;
  let hanging = '';
  const tellOfLife = async (): Promise<boolean> => {
    const loops = stuck().join();
    if (loops !== '' && loops !== hanging)
      log.error({ loops }, 'loops hang; the watchdog of systemd is not told any more that all is well');
    hanging = loops;
    return loops !== '' || !Number.isFinite(intervalMs) || (await tell('WATCHDOG=1'));
  };
  try {
    while (!(await tell('READY=1'))) await clock.sleep(retryMs, signal);
    for (let isTold = true; ; isTold = await tellOfLife())
      await clock.sleep(isTold ? Math.min(intervalMs, foreverMs) : Math.min(intervalMs, retryMs), signal);
  } finally {
    if (signal.aborted) await tell('STOPPING=1');
  }
}

/** The time in milliseconds after which systemd takes this process for hanging; infinite where it never does. */
function watchdogMs({ WATCHDOG_USEC: us, WATCHDOG_PID: pid }: SystemdOptions['env'] & object): number {
  const isOurs = pid === undefined || Number(pid) === process.pid;
  return isOurs && us !== undefined && Number(us) > 0 ? Number(us) / 1000 : Number.POSITIVE_INFINITY;
}
