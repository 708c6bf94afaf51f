import { join } from 'node:path';
import { openManifest } from '../shared/bundle/manifest.ts';
import { sha256 } from '../shared/crypto/sha256.ts';
import { messageOf, TowlineError } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { Manifest } from '../shared/gen/towline/v1/Manifest.ts';
import type { SignedManifest } from '../shared/gen/towline/v1/SignedManifest.ts';
import { withDeadline } from '../shared/os/deadline.ts';
import { CommandError } from '../shared/os/run.ts';
import { applyBundle } from './apply/apply.ts';
import { type Bundle, readBundle } from './check/bundle.ts';
import { fetchBundle } from './fetch/fetch.ts';
import type { BundleRef, Journal } from './journal/state.ts';
import {
  confirmWindowMs,
  controllerAnswers,
  type ProvePorts,
  prove,
  UnconfirmedError,
} from './prove/prove.ts';
import { establishedSessions } from './prove/sessions.ts';
import { type RollbackPorts, rollBackUntilDone } from './rollback/rollback.ts';
import { checkServices } from './services/check.ts';
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
    await checkServices(ports, bundle, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = messageOf(error);
    if (!isFinal(error)) {
      await putOff(ports, desired.release, error);
      throw error;
    }
    ports.log.error({ release: desired.release, error: reason }, 'bundle refused');
    await journal.record({ kind: 'refused', release: desired.release, reason });
    return 'refused';
  }
  return put(ports, bundle, running, signal);
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

async function putOff({ journal, log }: CyclePorts, release: number, error: unknown): Promise<void> {
  // That the controller is away is nothing to tell it, and no reason to write to the disk at each attempt.
  if (error instanceof TowlineError && error.code === 'unavailable') return;
  const reason = `${messageOf(error)}; trying again`;
  await journal
    .record({ kind: 'delayed', release, reason })
    .catch((cause) => log.warn({ error: messageOf(cause) }, 'journal'));
}

async function put(
  ports: CyclePorts,
  bundle: Bundle,
  running: BundleRef | undefined,
  signal: AbortSignal,
): Promise<CycleOutcome> {
  const { journal, paths, log } = ports;
  const { epoch, release } = bundle.manifest;
  const from =
    running &&
    (await readBundle(join(paths.bundles, running.digest), ports.bundleKeys).catch(() => undefined));
  const before = await establishedNow(ports);
  await journal.record({ kind: 'try', bundle: { digest: bundle.digest, epoch, release } });
  const failure = await attempt(ports, from, bundle, before, signal);
  const keep = new Set([bundle.digest, ...(running ? [running.digest] : [])]);
  if (failure === undefined) {
    log.info({ release, digest: bundle.digest }, 'bundle confirmed');
  } else {
    // Found in `trying` at the next start, it is taken back then.
    if (signal.aborted) throw failure.error;
    log.error({ release, reason: failure.reason }, 'bundle does not work, rolling back');
    const counts = async () =>
      !(failure.error instanceof UnconfirmedError) || (await controllerAnswers(ports, signal));
    await rollBackUntilDone(ports, failure.reason, counts, signal);
  }
  await pruneBundles(paths.bundles, keep).catch((error) =>
    log.warn({ error: messageOf(error) }, 'old bundles'),
  );
  return failure === undefined ? 'confirmed' : 'rolledBack';
}

/** Applies a bundle and lets it prove itself within its window; resolves to what went wrong. */
function attempt(
  ports: CyclePorts,
  from: Bundle | undefined,
  bundle: Bundle,
  before: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ error: unknown; reason: string } | undefined> {
  const windowMs = confirmWindowMs(bundle);
  return withDeadline(signal, windowMs, async (window) => {
    try {
      const changed = await ports.lock.run(async () => {
        await switchCurrent(ports.paths.current, bundle.folder);
        return applyBundle(ports, from, bundle, window);
      });
      await prove(ports, bundle, { before, changed }, window);
      await ports.journal.record({ kind: 'confirm' });
      return undefined;
    } catch (error) {
      const when = window.aborted ? `after ${windowMs / 1000} s: ` : '';
      return { error, reason: `${when}${messageOf(error)}` };
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
