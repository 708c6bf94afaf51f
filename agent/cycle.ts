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
import { followPorts } from './apply/follow-ports.ts';
import { type Bundle, readBundle } from './check/bundle.ts';
import { fetchBundle } from './fetch/fetch.ts';
import { isQuarantined } from './journal/quarantine.ts';
import type { BundleRef, Journal, RollingBack } from './journal/schema.ts';
import type { JournalStore } from './journal/store.ts';
import { handshakesToBeat, readHandshakes, rekeyedLinks } from './prove/handshakes.ts';
import {
  controllerAnswers,
  type ProvePorts,
  proofWindowMs,
  prove,
  UnconfirmedError,
  WithdrawnError,
} from './prove/prove.ts';
import { establishedSessions } from './prove/sessions.ts';
import { type RollbackPorts, rollBackUntilDone, tell } from './rollback/rollback.ts';
import { checkServices } from './services/check.ts';
import type { ControllerClient } from './session/client.ts';
import { switchCurrent } from './stage/current.ts';
import { readHeldFiles } from './stage/held.ts';
import { requireSpace } from './stage/space.ts';
import { pruneBundles, stageBundle } from './stage/stage.ts';
import { readStaged } from './stage/staged.ts';
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

/**
 * `unchanged`: the bundle that runs is the one wanted. `refused`: nothing was touched. `staged`: it was checked, and
 * waits for the other ends of its links.
 */
export type CycleOutcome = 'unchanged' | 'confirmed' | 'refused' | 'rolledBack' | 'staged';

/** What a cycle is told beside the release. */
export interface Course {
  /** Digest (hexadecimal) of the bundle that a cycle of this process left `staged`. */
  readonly staged?: string | undefined;
  /** Aborted when the controller wants another bundle. */
  readonly withdrawn?: AbortSignal;
}

/**
 * The whole path of a bundle: fetch, verify, stage, check, apply, prove, confirm; or back. Where it is only to be
 * staged it ends after the check, at rest.
 */
export async function runCycle(
  ports: CyclePorts,
  client: ControllerClient,
  desired: DesiredRelease,
  signal: AbortSignal,
  course: Course = {},
): Promise<CycleOutcome> {
  const { journal } = ports;
  const { running } = journal.current();
  if (running !== undefined && isSame(running, desired)) return 'unchanged';
  if (isQuarantined(journal.current(), desired)) return 'refused';

  let ready: Ready | undefined;
  try {
    const kept = await readStaged(ports, course.staged, desired);
    if (kept !== undefined && desired.stageOnly) return 'staged';
    const bundle = kept ?? (await obtain(ports, client, desired, signal));
    if (bundle === undefined) return 'unchanged';
    if (kept !== undefined)
      await journal.record({ kind: 'stage', bundle: refOf(kept), retry: desired.retry });
    await check(ports, bundle, signal, kept !== undefined);
    if (desired.stageOnly) {
      ports.log.info({ release: desired.release, digest: bundle.digest }, 'bundle staged');
      await tell(ports, { kind: 'delayed', release: desired.release, reason: waitingReason });
      return 'staged';
    }
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
  const outcome = await put(ports, ready, signal, course.withdrawn);
  await pruneBundles(ports.paths.bundles, neededBundles(journal.current(), ready.bundle.digest)).catch(
    (error) => ports.log.warn({ error: messageOf(error) }, 'old bundles'),
  );
  return outcome;
}

const waitingReason = 'it is staged, and waits until the other ends of its links can switch too';

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
  const open = async (signed: SignedManifest) => {
    const manifest = verify(ports, desired, signed);
    const { epoch, release } = manifest;
    // Before its files are here: an older one is refused from now on, whatever becomes of this one.
    await journal.record({ kind: 'seen', epoch, release, manifestDigest: digestOf(signed) });
    return manifest;
  };
  const fetched = await fetchBundle(client, desired.release, new Set(held.keys()), open, signal);
  const { epoch, release } = fetched.manifest;
  const bundle = { digest: fetched.manifest.bundleDigest.toString('hex'), epoch, release };
  if (journal.current().running?.digest === bundle.digest) {
    await journal.record({ kind: 'renewed', bundle });
    return undefined;
  }
  await makeRoom(ports, fetched.manifest);
  await journal.record({ kind: 'stage', bundle, retry: desired.retry });
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

/** @param isChecked by an earlier cycle: whether there is room is all that may have changed */
async function check(
  ports: CyclePorts,
  bundle: Bundle,
  signal: AbortSignal,
  isChecked: boolean,
): Promise<void> {
  await ports.journal.record({ kind: 'check' });
  if (!isChecked) {
    ports.journal.at('bird');
    await ports.bird.check(join(bundle.folder, 'bird/bird.conf'));
    ports.journal.at('services');
    await checkServices(ports, bundle, signal);
  }
  ports.journal.at('space');
  requireSpace(bundle.folder, await ports.freeSpace(bundle.folder), undefined);
}

async function look({ journal, paths, bird, bundleKeys }: CyclePorts, bundle: Bundle): Promise<Ready> {
  await bird.requireAnswer();
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
  // That the controller is away is nothing to tell it, and no reason to write to the disk at each attempt. Once the
  // files are here it is no more asked: what does not answer then is BIRD.
  const { state } = ports.journal.current().phase;
  const isUnderWay = state === 'staging' || state === 'checking';
  if (!isUnderWay && error instanceof TowlineError && error.code === 'unavailable') return;
  await tell(ports, { kind: 'delayed', release, reason: `${messageOf(error)}; trying again` });
}

/** Switches to a bundle that was checked, and proves it; or goes back. */
async function put(
  ports: CyclePorts,
  ready: Ready,
  signal: AbortSignal,
  withdrawn: AbortSignal | undefined,
): Promise<CycleOutcome> {
  const { bundle } = ready;
  const { release } = bundle.manifest;
  const failure = await attempt(ports, ready, signal, withdrawn);
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
    !unconfirmed ? !(error instanceof WithdrawnError) : await controllerAnswers(ports, signal);
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
  withdrawn: AbortSignal | undefined,
): Promise<Failure | undefined> {
  const { journal } = ports;
  const rekeyed = rekeyedLinks(from, bundle, before);
  const windowMs = proofWindowMs(bundle, rekeyed);
  const look = () => readHandshakes(ports.wireguard, rekeyed);
  return withDeadline(signal, windowMs, async (window) => {
    try {
      const applied = await ports.lock.run(async () => {
        journal.at('files');
        await switchCurrent(ports.paths.current, bundle.folder);
        const [earlier, changed] = [await look(), await applyBundle(ports, from, bundle, window)];
        const handshakes = handshakesToBeat(from, bundle, earlier, await look());
        await followPorts(ports, from, bundle, window);
        return { before, changed, handshakes };
      });
      await journal.record({ kind: 'prove' });
      await prove(ports, bundle, applied, window, withdrawn);
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
  const manifest = openManifest(ports.signers.accepted(), signed);
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

/** The bundles whose files are kept: confirmed, confirmed before that, and perhaps the one tried last. */
function neededBundles({ running, before }: Journal, tried?: string): Set<string> {
  return new Set([tried, running?.digest, before?.digest].filter((digest) => digest !== undefined));
}

function refOf({ digest, manifest: { epoch, release } }: Bundle): BundleRef {
  return { digest, epoch, release };
}

function digestOf(signed: SignedManifest): string {
  return sha256(signed.manifest).toString('hex');
}
