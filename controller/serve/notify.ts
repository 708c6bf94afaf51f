import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';

/**
 * Tells systemd how far the service is (sd_notify(3)); nothing where systemd did not start it. Node has no
 * AF_UNIX datagrams, so systemd-notify does it, which needs NotifyAccess=all in the unit.
 */
export async function notifySystemd(run: Run, log: Log, state: 'READY=1' | 'STOPPING=1'): Promise<void> {
  if (process.env.NOTIFY_SOCKET === undefined) return;
  try {
    await run('systemd-notify', [state], { timeoutMs: 5_000 });
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'systemd was not told');
  }
}
