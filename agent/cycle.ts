import { dirname, join } from 'node:path';
import { openManifest } from '../shared/bundle/manifest.ts';
import { sha256 } from '../shared/crypto/sha256.ts';
import { messageOf, TowlineError } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { Manifest } from '../shared/gen/towline/v1/Manifest.ts';
import type { SignedManifest } from '../shared/gen/towline/v1/SignedManifest.ts';
import { withDeadline } from '../shared/os/deadline.ts';
import type { FreeSpace } from '../shared/os/free-space.ts';
import { CommandError } from '../shared/os/run.ts';
import { applyBundle } from './apply/apply.ts';
import { type Bundle, readBundle } from './check/bundle.ts';
import { fetchBundle } from './fetch/fetch.ts';
import type { BundleRef, Journal, RollingBack } from './journal/schema.ts';
import { mostAttempts } from './journal/state.ts';
import type { JournalStore } from './journal/store.ts';
import {
  confirmWindowMs,
  controllerAnswers,
  type ProvePorts,
  prove,
  UnconfirmedError,
} from './prove/prove.ts';
import { establishedSessions } from './prove/sessions.ts';
import { type RollbackPorts, rollBackUntilDone, tell } from './rollback/rollback.ts';
import { checkServices } from './services/check.ts';
import type { ControllerClient } from './session/client.ts';
import { switchCurrent } from './stage/current.ts';
import { readHeldFiles } from './stage/held.ts';
import { requireSpace } from './stage/space.ts';
import { pruneBundles, stageBundle } from './stage/stage.ts';
import { acceptManifest } from './verify/accept.ts';

/** Everything that a bundle meets on its way. */
export interface CyclePorts extends RollbackPorts, ProvePorts {
  readonly networkId: string;
  readonly nodeId: number;
  readonly journal: JournalStore;
  /** Epoch of the enrollment. */
  readonly epoch: number;
  readonly services: readonly string[];
  readonly freeSpace: FreeSpace;
}

/** `unchanged`: the bundle that runs is the one wanted. `refused`: nothing was touched. */
export type CycleOutcome = 'unchanged' | 'confirmed' | 'refused' | 'rolledBack';

/** The whole path of a bundle: fetch, verify, stage, check, apply, prove, confirm; or back. */
export async function runCycle(
  ports: CyclePorts,
  client: ControllerClient,
  desired: DesiredRelease,
  signal: AbortSignal,
): Promise<CycleOutcome> {
  const { journal } = ports;
  const { running } = journal.current();
  if (running !== undefined && isSame(running, desired)) return 'unchanged';
  if (isQuarantined(journal.current(), desired)) return 'refused';

  let ready: Ready | undefined;
  try {
    const bundle = await obtain(ports, client, desired, signal);
    if (bundle === undefined) return 'unchanged';
    await check(ports, bundle, signal);
    ready = await look(ports, bundle);
    await journal.record({ kind: 'switch' });
  } catch (error) {
    // What was only staged or checked is forgotten at the next start.
    if (signal.aborted) throw error;
    const reason = messageOf(error);
    if (!isFinal(error)) {
      await putOff(ports, desired.release, error);
      throw error;
    }
    ports.log.error({ release: desired.release, error: reason }, 'bundle refused');
    await tell(ports, { kind: 'refused', release: desired.release, reason });
    return 'refused';
  }
  const outcome = await put(ports, ready, signal);
  await pruneBundles(ports.paths.bundles, neededBundles(journal.current(), ready.bundle.digest)).catch(
    (error) => ports.log.warn({ error: messageOf(error) }, 'old bundles'),
  );
  return outcome;
}

/** A bundle that was checked, and what the node was like before it. */
interface Ready {
  readonly bundle: Bundle;
  /** The bundle that runs, if it can be read. */
  readonly from: Bundle | undefined;
  /** Names of the BGP sessions that are established. */
  readonly before: ReadonlySet<string>;
}

/** Fetches, verifies and stages; resolves to undefined if the bundle is the one that runs. */
async function obtain(
  ports: CyclePorts,
  client: ControllerClient,
  desired: DesiredRelease,
  signal: AbortSignal,
): Promise<Bundle | undefined> {
  const { journal, paths } = ports;
  const held = await readHeldFiles(paths.bundles);
  const open = (signed: SignedManifest) => verify(ports, desired, signed);
  const fetched = await fetchBundle(client, desired.release, new Set(held.keys()), open, signal);
  const { epoch, release } = fetched.manifest;
  await journal.record({ kind: 'seen', epoch, release, manifestDigest: digestOf(fetched.signed) });
  const bundle = { digest: fetched.manifest.bundleDigest.toString('hex'), epoch, release };
  if (journal.current().running?.digest === bundle.digest) {
    await journal.record({ kind: 'renewed', bundle });
    return undefined;
  }
  await makeRoom(ports, fetched.manifest);
  await journal.record({ kind: 'stage', bundle });
  return readBundle(await stageBundle(paths.bundles, fetched, held), ports.bundleKeys);
}

/** Throws if a bundle does not fit; what is not needed any more is gone by the next attempt. */
async function makeRoom({ journal, paths, freeSpace }: CyclePorts, manifest: Manifest): Promise<void> {
  const folder = dirname(paths.bundles);
  try {
    requireSpace(folder, await freeSpace(folder), manifest);
  } catch (error) {
    await pruneBundles(paths.bundles, neededBundles(journal.current()));
    throw error;
  }
}

async function check(ports: CyclePorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  await ports.journal.record({ kind: 'check' });
  ports.journal.at('bird');
  await ports.bird.check(join(bundle.folder, 'bird/bird.conf'));
  ports.journal.at('services');
  await checkServices(ports, bundle, signal);
  ports.journal.at('space');
  requireSpace(bundle.folder, await ports.freeSpace(bundle.folder), undefined);
}

async function look({ journal, paths, bird, bundleKeys }: CyclePorts, bundle: Bundle): Promise<Ready> {
  const { running } = journal.current();
  const from = running && (await readBundle(join(paths.bundles, running.digest), bundleKeys).catch(() => {}));
  const before = (await bird.isRunning()) ? establishedSessions(await bird.protocols()) : new Set<string>();
  return { bundle, from: from ?? undefined, before };
}

/**
 * Whether an error says that the bundle itself is wrong: its signature or its rules, its content, or the check of
 * BIRD or of a custom service. Anything else (a connection that breaks, a disk that is full, a program that is
 * missing) may pass.
 */
function isFinal(error: unknown): boolean {
  if (error instanceof CommandError) return error.exitCode !== undefined;
  return error instanceof TowlineError && (error.code === 'untrusted' || error.code === 'invalid');
}

async function putOff(ports: CyclePorts, release: number, error: unknown): Promise<void> {
  // That the controller is away is nothing to tell it, and no reason to write to the disk at each attempt.
  if (error instanceof TowlineError && error.code === 'unavailable') return;
  await tell(ports, { kind: 'delayed', release, reason: `${messageOf(error)}; trying again` });
}

/** Switches to a bundle that was checked, and proves it; or goes back. */
async function put(ports: CyclePorts, ready: Ready, signal: AbortSignal): Promise<CycleOutcome> {
  const { bundle } = ready;
  const { release } = bundle.manifest;
  const failure = await attempt(ports, ready, signal);
  if (failure === undefined) {
    ports.log.info({ release, digest: bundle.digest }, 'bundle confirmed');
    return 'confirmed';
  }
  const { error, ...what } = failure;
  // Found switched at the next start, it is taken back then.
  if (signal.aborted) throw error;
  ports.log.error({ release, ...what }, 'bundle does not work, rolling back');
  await tell(ports, { kind: 'fail', ...what });
  const counts = async ({ unconfirmed }: RollingBack) =>
    !unconfirmed || (await controllerAnswers(ports, signal));
  await rollBackUntilDone(ports, counts, signal);
  return 'rolledBack';
}

interface Failure {
  readonly error: unknown;
  readonly reason: string;
  readonly step: string | undefined;
  readonly unconfirmed: boolean;
}

/** Applies a bundle and lets it prove itself within its window; resolves to what went wrong. */
function attempt(
  ports: CyclePorts,
  { bundle, from, before }: Ready,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  const { journal } = ports;
  const windowMs = confirmWindowMs(bundle);
  return withDeadline(signal, windowMs, async (window) => {
    try {
      const changed = await ports.lock.run(async () => {
        journal.at('files');
        await switchCurrent(ports.paths.current, bundle.folder);
        return applyBundle(ports, from, bundle, window);
      });
      await journal.record({ kind: 'prove' });
      await prove(ports, bundle, { before, changed }, window);
      journal.at('journal');
      await journal.record({ kind: 'confirm' });
      return undefined;
    } catch (error) {
      const when = window.aborted ? `after ${windowMs / 1000} s: ` : '';
      const unconfirmed = error instanceof UnconfirmedError;
      return { error, reason: `${when}${messageOf(error)}`, step: journal.step(), unconfirmed };
    }
  });
}

function verify(ports: CyclePorts, desired: DesiredRelease, signed: SignedManifest): Manifest {
  const manifest = openManifest(ports.signingPublicKey, signed);
  acceptManifest(manifest, digestOf(signed), { ...ports, highestSeen: ports.journal.current().highestSeen });
  if (!manifest.bundleDigest.equals(desired.bundleDigest)) {
    throw new TowlineError('unavailable', 'the controller has gone on to another release meanwhile');
  }
  return manifest;
}

function isSame(running: BundleRef, desired: DesiredRelease): boolean {
  const isDigestSame = desired.bundleDigest.toString('hex') === running.digest;
  return isDigestSame && desired.release === running.release && desired.epoch === running.epoch;
}

function isQuarantined({ failures, highestSeen }: Journal, desired: DesiredRelease): boolean {
  if (failures === undefined || failures.count < mostAttempts) return false;
  if (failures.digest !== desired.bundleDigest.toString('hex')) return false;
  // Only what is newer than all that was seen is tried again.
  const { epoch, release } = highestSeen ?? { epoch: 0, release: 0 };
  return (desired.epoch - epoch || desired.release - release) <= 0;
}

/** The bundles whose files are kept: confirmed, confirmed before that, and perhaps the one tried last. */
function neededBundles({ running, before }: Journal, tried?: string): Set<string> {
  return new Set([tried, running?.digest, before?.digest].filter((digest) => digest !== undefined));
}

function digestOf(signed: SignedManifest): string {
  return sha256(signed.manifest).toString('hex');
}
