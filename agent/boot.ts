import { join } from 'node:path';
import { messageOf } from '../shared/errors.ts';
import { applyBundle } from './apply/apply.ts';
import { type Bundle, isPassing, readBundle } from './check/bundle.ts';
import { type RollbackPorts, rollBack } from './rollback/rollback.ts';
import { readCurrent, switchCurrent } from './stage/current.ts';

/**
 * Brings the node up from its disk, without the controller: takes back what was being tried when the agent
 * ended, then applies the confirmed bundle. Throws what could not be applied; it may be called again.
 */
export async function boot(ports: RollbackPorts, signal: AbortSignal): Promise<void> {
  const { journal, paths, log } = ports;
  if (journal.current().phase.state === 'trying') {
    log.warn('the agent ended while it tried a bundle, rolling back');
    await rollBack(ports, 'the agent ended while it was tried', async () => true);
  }
  const { phase } = journal.current();
  if (phase.state !== 'confirmed') return;
  const folder = join(paths.bundles, phase.bundle.digest);
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
  log.info({ release: phase.bundle.release }, 'brought up from disk');
}
