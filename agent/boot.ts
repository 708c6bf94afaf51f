import { join } from 'node:path';
import { messageOf } from '../shared/errors.ts';
import { applyBundle } from './apply/apply.ts';
import { type Bundle, isPassing, readBundle } from './check/bundle.ts';
import { type RollbackPorts, rollBack, tell } from './rollback/rollback.ts';
import { readCurrent, switchCurrent } from './stage/current.ts';

/**
 * Brings the node up from its disk, without the controller: takes back what was switched to when the agent ended,
 * forgets what was only staged, then applies the confirmed bundle. Throws what could not be applied; it may be
 * called again.
 */
export async function boot(ports: RollbackPorts, signal: AbortSignal): Promise<void> {
  const { journal, paths, log } = ports;
  await recover(ports);
  const { running } = journal.current();
  if (running === undefined) return;
  const folder = join(paths.bundles, running.digest);
  let bundle: Bundle;
  try {
    bundle = await readBundle(folder, ports.bundleKeys);
  } catch (error) {
    if (isPassing(error)) throw error;
    // Forgotten, so that the controller's answer to the next watch brings it anew.
    log.error({ error: messageOf(error) }, 'the confirmed bundle is damaged');
    await journal.record({ kind: 'lost', reason: messageOf(error) });
    return;
  }
  await ports.lock.run(async () => {
    if ((await readCurrent(paths.current)) !== bundle.digest) await switchCurrent(paths.current, folder);
    await applyBundle(ports, undefined, bundle, signal);
  });
  log.info({ release: running.release }, 'brought up from disk');
}

/** Brings the journal to rest, from whatever state the agent ended in. */
async function recover(ports: RollbackPorts): Promise<void> {
  const { phase } = ports.journal.current();
  switch (phase.state) {
    case 'idle':
    case 'confirmed':
    case 'quarantined':
      return;
    case 'staging':
    case 'checking':
      ports.log.warn({ state: phase.state }, 'the agent ended before it switched, nothing to take back');
      return tell(ports, {
        kind: 'delayed',
        release: phase.bundle.release,
        reason: `the agent ended while ${phase.state}; trying again`,
      });
    case 'switching':
    case 'proving':
      await tell(ports, {
        kind: 'fail',
        reason: 'the agent ended while the bundle was tried',
        unconfirmed: false,
      });
      return recover(ports);
    case 'rollingBack':
      ports.log.warn({ reason: phase.reason }, 'rolling back what was under way when the agent ended');
      // Whether the controller answers cannot be asked yet: then it is no attempt.
      return rollBack(ports, async ({ unconfirmed }) => !unconfirmed);
  }
}
