import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { readLinks } from '../../shared/net/link.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { linkInterfacePrefix } from '../../shared/wireguard-names.ts';
import { type ApplyPorts, applyBundle } from '../apply/apply.ts';
import { applyLoopbacks, loopbackAddresses } from '../apply/loopbacks.ts';
import { type Bundle, type BundleKeys, isPassing, readBundle } from '../check/bundle.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { JournalStore } from '../journal/store.ts';
import { applyServices, ServiceError } from '../services/apply.ts';
import { backoffMs } from '../session/backoff.ts';
import { removeCurrent, switchCurrent } from '../stage/current.ts';

/** What rolling back needs. */
export interface RollbackPorts extends ApplyPorts {
  readonly paths: AgentPaths;
  readonly bundleKeys: BundleKeys;
  readonly journal: JournalStore;
}

// Enough for the daemon to start, nothing to say to anyone.
const emptyBird = 'router id 127.0.0.1;\nprotocol device {\n}\n';

/** Decides whether a failure is one of the bundle's; asked when the node is back where it was. */
export type Counts = () => Promise<boolean>;

/**
 * Takes the bundle that the journal says is being tried back: the previous one's files and running state, or
 * nothing at all if it was the first. If that fails, the journal stays at `trying`, with the reason, and the
 * error is thrown: it may be called again. A previous bundle that is damaged is given up, to be fetched anew. A custom
 * service that does not come back goes into the reason: with its daemon gone it may never, and the node has to take
 * the next bundle.
 */
export async function rollBack(ports: RollbackPorts, reason: string, counts: Counts): Promise<void> {
  const { journal, paths, log } = ports;
  const { phase } = journal.current();
  if (phase.state !== 'trying') return;
  const tried = await readBundle(join(paths.bundles, phase.bundle.digest), ports.bundleKeys).catch(
    () => undefined,
  );
  const remarks = [reason];
  let isLost = false;
  try {
    const previous = phase.previous && (await readPrevious(ports, phase.previous.digest));
    if (typeof previous === 'string') {
      isLost = true;
      remarks.push(`the bundle before cannot be read: ${previous}`);
    } else {
      const unserved = await ports.lock.run(() =>
        previous === undefined ? removeAll(ports, tried) : putBack(ports, previous, tried),
      );
      if (unserved !== '') remarks.push(`after rolling back: ${unserved}`);
    }
  } catch (error) {
    const whole = `${reason}; rolling back failed and is tried again: ${messageOf(error)}`;
    await journal
      .record({ kind: 'rollBackFailed', reason: whole })
      .catch((cause) => log.warn({ error: messageOf(cause) }, 'journal'));
    throw error;
  }
  const known = remarks.join('; ');
  await journal.record({ kind: 'rollBack', reason: known, counts: await counts() });
  if (isLost) await journal.record({ kind: 'lost', reason: known });
}

/** Rolls back, again and again with pauses of up to a minute, until it worked or the signal is aborted. */
export async function rollBackUntilDone(
  ports: RollbackPorts & { readonly clock: Clock },
  reason: string,
  counts: Counts,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rollBack(ports, reason, counts);
    } catch (error) {
      // Found in `trying` at the next start, it is taken back then.
      signal.throwIfAborted();
      ports.log.error({ error: messageOf(error) }, 'rolling back failed, trying again');
      await ports.clock.sleep(backoffMs(attempt, 0.5 + Math.random() / 2, 1000, 60_000), signal);
    }
  }
}

/** The bundle, or what is wrong with its files. Throws what has nothing to do with them. */
async function readPrevious(ports: RollbackPorts, digest: string): Promise<Bundle | string> {
  try {
    return await readBundle(join(ports.paths.bundles, digest), ports.bundleKeys);
  } catch (error) {
    if (isPassing(error)) throw error;
    return messageOf(error);
  }
}

/** Resolves to what of the custom services did not come back. */
async function putBack(ports: RollbackPorts, previous: Bundle, tried: Bundle | undefined): Promise<string> {
  await switchCurrent(ports.paths.current, previous.folder);
  // How far the bundle came is not known: everything is compared with the machine, and BIRD told again.
  const unserved = await applyBundle(ports, undefined, previous, new AbortController().signal).then(
    () => '',
    (error) => {
      if (error instanceof ServiceError) return error.message;
      throw error;
    },
  );
  const stale = tried === undefined ? [] : loopbackAddresses(tried.settings);
  await applyLoopbacks(ports.run, loopbackAddresses(previous.settings), stale);
  return unserved;
}

/** Resolves to what of the custom services did not go. */
async function removeAll(ports: RollbackPorts, tried: Bundle | undefined): Promise<string> {
  await writeAtomically(ports.paths.emptyBird, emptyBird, 0o644);
  await removeCurrent(ports.paths.current);
  await ports.bird.configureFrom(ports.paths.emptyBird);
  for (const { name } of await readLinks(ports.run)) {
    if (name.startsWith(linkInterfacePrefix)) await ports.wireguard.removeInterface(name);
  }
  if (tried !== undefined) await applyLoopbacks(ports.run, [], loopbackAddresses(tried.settings));
  return (await applyServices(ports, undefined, new AbortController().signal)).join('; ');
}
