import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { readLinks } from '../../shared/net/link.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { linkInterfacePrefix } from '../../shared/wireguard-names.ts';
import { type ApplyPorts, applyBundle } from '../apply/apply.ts';
import { applyLoopbacks, loopbackAddresses } from '../apply/loopbacks.ts';
import { type Bundle, type BundleKeys, readBundle } from '../check/bundle.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { JournalStore } from '../journal/store.ts';
import { removeCurrent, switchCurrent } from '../stage/current.ts';

/** What rolling back needs. */
export interface RollbackPorts extends ApplyPorts {
  readonly paths: AgentPaths;
  readonly bundleKeys: BundleKeys;
  readonly journal: JournalStore;
}

// Enough for the daemon to start, nothing to say to anyone.
const emptyBird = 'router id 127.0.0.1;\nprotocol device {\n}\n';

/**
 * Takes the bundle that the journal says is being tried back: the previous one's files and running state, or
 * nothing at all if it was the first. Does as much as it can; what failed is added to the reason in the journal.
 *
 * @param counts whether the failure is one of the bundle's
 */
export async function rollBack(ports: RollbackPorts, reason: string, counts: boolean): Promise<void> {
  const { phase } = ports.journal.current();
  if (phase.state !== 'trying') return;
  const tried = await readBundle(join(ports.paths.bundles, phase.bundle.digest), ports.bundleKeys).catch(
    () => undefined,
  );
  const problems: string[] = [];
  try {
    if (phase.previous === undefined) await removeAll(ports, tried);
    else await putBack(ports, phase.previous.digest, tried);
  } catch (error) {
    problems.push(`and rolling back failed: ${messageOf(error)}`);
    ports.log.error({ error: messageOf(error) }, 'rolling back failed');
  }
  await ports.journal.record({ kind: 'rollBack', reason: [reason, ...problems].join('; '), counts });
}

async function putBack(ports: RollbackPorts, digest: string, tried: Bundle | undefined): Promise<void> {
  const folder = join(ports.paths.bundles, digest);
  await switchCurrent(ports.paths.current, folder);
  const previous = await readBundle(folder, ports.bundleKeys);
  // How far the bundle came is not known: everything is compared with the machine, and BIRD told again.
  await applyBundle(ports, undefined, previous, new AbortController().signal);
  const stale = tried === undefined ? [] : loopbackAddresses(tried.settings);
  await applyLoopbacks(ports.run, loopbackAddresses(previous.settings), stale);
}

async function removeAll(ports: RollbackPorts, tried: Bundle | undefined): Promise<void> {
  await writeAtomically(ports.paths.emptyBird, emptyBird, 0o644);
  await removeCurrent(ports.paths.current);
  await ports.bird.configureFrom(ports.paths.emptyBird);
  for (const { name } of await readLinks(ports.run)) {
    if (name.startsWith(linkInterfacePrefix)) await ports.wireguard.removeInterface(name);
  }
  if (tried !== undefined) await applyLoopbacks(ports.run, [], loopbackAddresses(tried.settings));
}
