import { join } from 'node:path';
import { openManifest } from '../shared/bundle/manifest.ts';
import { sha256 } from '../shared/crypto/sha256.ts';
import { messageOf, TowlineError } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { Manifest } from '../shared/gen/towline/v1/Manifest.ts';
import type { SignedManifest } from '../shared/gen/towline/v1/SignedManifest.ts';
import { applyBundle } from './apply/apply.ts';
import { type Bundle, readBundle } from './check/bundle.ts';
import { fetchBundle } from './fetch/fetch.ts';
import type { BundleRef, Journal } from './journal/state.ts';
import { type ProvePorts, prove, UnconfirmedError } from './prove/prove.ts';
import { establishedSessions } from './prove/sessions.ts';
import { type RollbackPorts, rollBack } from './rollback/rollback.ts';
import type { ControllerClient } from './session/client.ts';
import { switchCurrent } from './stage/current.ts';
import { readHeldFiles } from './stage/held.ts';
import { pruneBundles, stageBundle } from './stage/stage.ts';
import { acceptManifest } from './verify/accept.ts';

/** Everything that a bundle meets on its way. */
export interface CyclePorts extends RollbackPorts, ProvePorts {
  readonly networkId: string;
  readonly nodeId: number;
  /** Epoch of the enrollment. */
  readonly epoch: number;
  readonly services: readonly string[];
}

/** `unchanged`: the bundle that runs is the one wanted. `refused`: nothing was touched. */
export type CycleOutcome = 'unchanged' | 'confirmed' | 'refused' | 'rolledBack';

const defaultWindowS = 60;
/** So many failed attempts quarantine a bundle until there is a newer release. */
export const mostAttempts = 3;

/** The whole path of a bundle: fetch, verify, stage, check, apply, prove, confirm; or back. */
export async function runCycle(
  ports: CyclePorts,
  client: ControllerClient,
  desired: DesiredRelease,
  signal: AbortSignal,
): Promise<CycleOutcome> {
  const { journal, paths } = ports;
  const running = confirmedBundle(ports);
  if (running !== undefined && isSame(running, desired)) return 'unchanged';
  if (isQuarantined(journal.current(), desired)) return 'refused';

  let bundle: Bundle;
  try {
    const held = await readHeldFiles(paths.bundles);
    const open = (signed: SignedManifest) => verify(ports, desired, signed);
    const fetched = await fetchBundle(client, desired.release, new Set(held.keys()), open, signal);
    const { epoch, release } = fetched.manifest;
    await journal.record({ kind: 'seen', epoch, release, manifestDigest: digestOf(fetched.signed) });
    const ref = { digest: fetched.manifest.bundleDigest.toString('hex'), epoch, release };
    if (running?.digest === ref.digest) {
      await journal.record({ kind: 'renewed', bundle: ref });
      return 'unchanged';
    }
    const folder = await stageBundle(paths.bundles, fetched, held);
    bundle = await readBundle(folder, ports.bundleKeys);
    await ports.bird.check(join(folder, 'bird/bird.conf'));
  } catch (error) {
    // A connection that breaks, or the end of the program, says nothing about the bundle.
    if (signal.aborted || (error instanceof TowlineError && error.code === 'unavailable')) throw error;
    ports.log.error({ release: desired.release, error: messageOf(error) }, 'bundle refused');
    await journal.record({ kind: 'refused', release: desired.release, reason: messageOf(error) });
    return 'refused';
  }
  return put(ports, bundle, running, signal);
}

async function put(
  ports: CyclePorts,
  bundle: Bundle,
  running: BundleRef | undefined,
  signal: AbortSignal,
): Promise<CycleOutcome> {
  const { journal, paths, log } = ports;
  const { epoch, release, confirmWindowS } = bundle.manifest;
  const from =
    running &&
    (await readBundle(join(paths.bundles, running.digest), ports.bundleKeys).catch(() => undefined));
  const before = await establishedNow(ports);
  const windowS = confirmWindowS === 0 ? defaultWindowS : confirmWindowS;
  const window = AbortSignal.any([signal, AbortSignal.timeout(windowS * 1000)]);
  await journal.record({ kind: 'try', bundle: { digest: bundle.digest, epoch, release } });
  try {
    await switchCurrent(paths.current, bundle.folder);
    await applyBundle(ports, from, bundle, window);
    await prove(ports, bundle, before, window);
    await journal.record({ kind: 'confirm' });
  } catch (error) {
    // Found in `trying` at the next start, it is taken back then.
    if (signal.aborted) throw error;
    const reason = window.aborted ? `after ${windowS} s: ${messageOf(error)}` : messageOf(error);
    log.error({ release, reason }, 'bundle does not work, rolling back');
    await rollBack(ports, reason, !(error instanceof UnconfirmedError));
    return 'rolledBack';
  }
  log.info({ release, digest: bundle.digest }, 'bundle confirmed');
  await pruneBundles(paths.bundles, new Set([bundle.digest, ...(running ? [running.digest] : [])]));
  return 'confirmed';
}

function verify(ports: CyclePorts, desired: DesiredRelease, signed: SignedManifest): Manifest {
  const manifest = openManifest(ports.signingPublicKey, signed);
  acceptManifest(manifest, digestOf(signed), { ...ports, highestSeen: ports.journal.current().highestSeen });
  if (!manifest.bundleDigest.equals(desired.bundleDigest)) {
    throw new TowlineError('unavailable', 'the controller has gone on to another release meanwhile');
  }
  return manifest;
}

async function establishedNow(ports: CyclePorts): Promise<Set<string>> {
  return (await ports.bird.isRunning()) ? establishedSessions(await ports.bird.protocols()) : new Set();
}

function confirmedBundle(ports: CyclePorts): BundleRef | undefined {
  const { phase } = ports.journal.current();
  return phase.state === 'confirmed' ? phase.bundle : undefined;
}

function isSame(running: BundleRef, desired: DesiredRelease): boolean {
  const isDigestSame = desired.bundleDigest.toString('hex') === running.digest;
  return isDigestSame && desired.release === running.release && desired.epoch === running.epoch;
}

function isQuarantined({ failures, highestSeen }: Journal, desired: DesiredRelease): boolean {
  return (
    failures !== undefined &&
    failures.count >= mostAttempts &&
    failures.digest === desired.bundleDigest.toString('hex') &&
    desired.release <= (highestSeen?.release ?? 0)
  );
}

function digestOf(signed: SignedManifest): string {
  return sha256(signed.manifest).toString('hex');
}
