import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { readLinks } from '../../shared/net/link.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { linkInterfacePrefix } from '../../shared/wireguard-names.ts';
import { type ApplyPorts, applyBundle } from '../apply/apply.ts';
import { applyLoopbacks, loopbackAddresses } from '../apply/loopbacks.ts';
import { type Bundle, type BundleKeys, isPassing, readBundle } from '../check/bundle.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { RollingBack } from '../journal/schema.ts';
import type { JournalEvent } from '../journal/state.ts';
import type { JournalStore } from '../journal/store.ts';
import { applyServices, ServiceError } from '../services/apply.ts';
import { backoffMs } from '../session/backoff.ts';
import { removeCurrent, switchCurrent } from '../stage/current.ts';

/** What rolling back needs. */
export interface RollbackPorts extends ApplyPorts {
  readonly paths: AgentPaths;
  readonly bundleKeys: BundleKeys;
  readonly journal: JournalStore;
  /**
   * Brings back what is in no bundle and yet a custom service's command may have broken: the policy rules and the
   * management tunnel.
   */
  readonly restoreWay?: () => Promise<void>;
}

// Enough for the daemon to start, nothing to say to anyone.
const emptyBird = 'router id 127.0.0.1;\nprotocol device {\n}\n';

/** Decides whether a failure is one of the bundle's; asked when the node is back where it was. */
export type Counts = (phase: RollingBack) => Promise<boolean>;

/**
 * Takes the bundle that the journal is `rollingBack` from back: the confirmed one's files and running state, or
 * nothing at all if it was the first. If that fails, the journal stays as it is, with the reason, and the error is
 * thrown: it may be called again. A confirmed bundle that is damaged is given up, to be fetched anew. A custom
 * service that does not come back goes into the reason: with its daemon gone it may never, and the node has to take
 * the next bundle.
 */
export async function rollBack(ports: RollbackPorts, counts: Counts): Promise<void> {
  const { journal, paths } = ports;
  const { phase, running } = journal.current();
  if (phase.state !== 'rollingBack') return;
  const tried = await readBundle(join(paths.bundles, phase.bundle.digest), ports.bundleKeys).catch(
    () => undefined,
  );
  const remarks = [phase.reason];
  let isLost = false;
  try {
    const previous = running && (await readPrevious(ports, running.digest));
    if (typeof previous === 'string') {
      isLost = true;
      remarks.push(`the bundle before cannot be read: ${previous}`);
    } else {
      const unserved = await ports.lock.run(async () => {
        try {
          return await (previous === undefined ? removeAll(ports, tried) : putBack(ports, previous, tried));
        } finally {
          // Whatever else fails: it is how the controller is reached.
          await ports.restoreWay?.();
        }
      });
      if (unserved !== '') remarks.push(`after rolling back: ${unserved}`);
    }
    const reason = remarks.join('; ');
    await journal.record({ kind: 'rolledBack', reason, counts: await counts(phase) });
    if (isLost) await journal.record({ kind: 'lost', reason });
  } catch (error) {
    if (journal.current().phase.state === 'rollingBack') {
      const reason = `${phase.reason}; rolling back failed and is tried again: ${messageOf(error)}`;
      await tell(ports, { kind: 'rollBackFailed', reason });
    }
    throw error;
  }
}

/** Tells the journal what counts even if it cannot be written. */
export async function tell(
  { journal, log }: Pick<RollbackPorts, 'journal' | 'log'>,
  event: JournalEvent,
): Promise<void> {
  await journal.tell(event).catch((error) => log.warn({ error: messageOf(error) }, 'journal'));
}

/**
 * Rolls back, again and again with pauses of up to a minute, until it worked or the signal is aborted.
 *
 * @param onFailed called with what went wrong, each time before it is tried again
 */
export async function rollBackUntilDone(
  ports: RollbackPorts & { readonly clock: Clock },
  counts: Counts,
  signal: AbortSignal,
  onFailed?: (error: unknown) => void,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rollBack(ports, counts);
    } catch (error) {
      // Found in `rollingBack` at the next start, it is taken back then.
      signal.throwIfAborted();
      onFailed?.(error);
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
  // A disk that takes nothing must not keep the router on what does not work: the running state comes back first.
  const unswitched = await switchCurrent(ports.paths.current, previous.folder).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const birdFile = unswitched && join(previous.folder, 'bird/bird.conf');
  // How far the bundle came is not known: everything is compared with the machine, and BIRD told again.
  const unserved = await applyBundle(ports, undefined, previous, new AbortController().signal, birdFile).then(
    () => '',
    (error) => {
      if (error instanceof ServiceError) return error.message;
      throw error;
    },
  );
  const stale = tried === undefined ? [] : loopbackAddresses(tried.settings);
  await applyLoopbacks(ports.run, loopbackAddresses(previous.settings), stale);
  if (unswitched !== undefined) throw unswitched.error;
  return unserved;
}

/** Resolves to what of the custom services did not go. */
async function removeAll(ports: RollbackPorts, tried: Bundle | undefined): Promise<string> {
  // As in `putBack`, the running state goes first: what only the disk refuses is thrown at the end.
  const failures: unknown[] = [];
  await emptyTheBird(ports).catch((error) => failures.push(error));
  for (const { name } of await readLinks(ports.run)) {
    if (name.startsWith(linkInterfacePrefix)) await ports.wireguard.removeInterface(name);
  }
  if (tried !== undefined) await applyLoopbacks(ports.run, [], loopbackAddresses(tried.settings));
  const unserved = await applyServices(ports, undefined, new AbortController().signal);
  await removeCurrent(ports.paths.current).catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
  return unserved.join('; ');
}

async function emptyTheBird({ paths, bird }: RollbackPorts): Promise<void> {
  await mkdir(dirname(paths.emptyBird), { recursive: true });
  await writeAtomically(paths.emptyBird, emptyBird, 0o644);
  await bird.configureFrom(paths.emptyBird);
}
