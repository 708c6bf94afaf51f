import { randomBytes } from 'node:crypto';
import { type ErrorCode, messageOf, TowlineError } from '../../shared/errors.ts';
import { tiedTo, withDeadline } from '../../shared/os/deadline.ts';
import { checkConfirmation } from '../../shared/rpc/confirmation.ts';
import type { Bundle } from '../check/bundle.ts';
import type { JournalStore } from '../journal/store.ts';
import type { Signers } from '../keys/signers.ts';
import { backoffMs } from '../session/backoff.ts';
import type { OpenClient } from '../session/client.ts';
import { type GatePorts, proveGates } from './gates.ts';
import { handshakeWindowMs, proveHandshakes } from './handshakes.ts';
import {
  type AppliedState,
  describeMissing,
  detectionMs,
  linksToWatch,
  proveBird,
  receivedBytes,
} from './links.ts';
import { waited } from './waited.ts';

/** What proving needs. */
export interface ProvePorts extends GatePorts {
  readonly openClient: OpenClient;
  /** Told each step as it begins. */
  readonly journal: Pick<JournalStore, 'at'>;
  readonly signers: Signers;
  /** Told the controller's clock, Unix time in milliseconds, when it signed one. */
  readonly onSignedTime?: (ms: number) => void;
}

/** The controller could not be asked: no fault of the bundle's, perhaps. */
export class UnconfirmedError extends TowlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, options);
  }
}

/** The controller wants another release than the one that waits for its last proof. */
export class WithdrawnError extends TowlineError {
  constructor() {
    super('conflict', 'the controller has withdrawn it');
  }
}

const pollMs = 200;
/** Who does not get through is rolled back. */
const urgent = { isUrgent: true } as const;
const defaultWindowS = 60;
const birdPatienceMs = 3000;

/** Time in milliseconds that a bundle has to prove itself. */
export function confirmWindowMs({ manifest }: Pick<Bundle, 'manifest'>): number {
  return (manifest.confirmWindowS === 0 ? defaultWindowS : manifest.confirmWindowS) * 1000;
}

/** Time in milliseconds that a bundle has to prove itself when links have new keys: `rekeyedLinks`. */
export function proofWindowMs(bundle: Bundle, rekeyed: readonly string[]): number {
  const windowMs = confirmWindowMs(bundle);
  return rekeyed.length === 0 ? windowMs : Math.max(windowMs, handshakeWindowMs);
}

/**
 * Proves that a bundle works: the interfaces are there, BIRD runs it, the sessions that were established before
 * are so again (and stay so over the links that were changed), the gates of its settings are open, each link with a
 * new key has had a handshake with it, and the controller signs a confirmation over a new connection.
 * Waits for each until the signal is aborted; throws what was still missing then. What takes long comes last: all
 * else has to be proved within the confirm window whatever the signal leaves.
 *
 * @param withdrawn when it is aborted, nothing is waited for that takes long, and WithdrawnError thrown
 */
export async function prove(
  ports: ProvePorts,
  bundle: Bundle,
  applied: AppliedState,
  signal: AbortSignal,
  withdrawn?: AbortSignal,
): Promise<void> {
  const { journal } = ports;
  const isRekeyed = applied.handshakes.size > 0;
  await withDeadline(signal, confirmWindowMs(bundle), async (window) => {
    journal.at('interfaces');
    await proveInterfaces(ports, bundle);
    journal.at('bird');
    await proveOwnBird(ports, bundle, window);
    journal.at('sessions');
    await proveSessions(ports, bundle, applied, window);
    journal.at('gates');
    await proveGates(ports, bundle, window);
    journal.at('controller');
    // It signs nothing before the rest is proved: to the controller a confirmation is the end of it.
    if (isRekeyed) await proveReach(ports, window);
    else await proveContact(ports, bundle, window);
  });
  if (!isRekeyed) return;
  journal.at('handshakes');
  await proveKeys(ports, applied, signal, withdrawn);
  journal.at('sessions');
  await proveSessions(ports, bundle, { ...applied, changed: new Set() }, signal);
  journal.at('controller');
  await proveContact(ports, bundle, signal);
}

async function proveKeys(
  ports: ProvePorts,
  { handshakes }: AppliedState,
  signal: AbortSignal,
  withdrawn: AbortSignal | undefined,
): Promise<void> {
  const { controller, release } = tiedTo(signal);
  const withdraw = () => controller.abort(withdrawn?.reason);
  if (withdrawn?.aborted) withdraw();
  withdrawn?.addEventListener('abort', withdraw, { once: true });
  try {
    await proveHandshakes(ports, handshakes, controller.signal);
  } catch (error) {
    if (withdrawn?.aborted && !signal.aborted) throw new WithdrawnError();
    throw error;
  } finally {
    withdrawn?.removeEventListener('abort', withdraw);
    release();
  }
}

/** Waits until the controller answers over a new connection. */
async function proveReach(ports: ProvePorts, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    let failure: unknown;
    const client = ports.openClient(urgent);
    try {
      return await client.reach(signal);
    } catch (error) {
      failure = error;
    } finally {
      client.close();
    }
    await waited(ports.clock, backoffMs(attempt, Math.random(), 500, 5000), signal, () => {
      return new UnconfirmedError(`the controller does not answer: ${messageOf(failure)}`, {
        cause: failure,
      });
    });
  }
}

async function proveInterfaces(ports: ProvePorts, bundle: Bundle): Promise<void> {
  const devices = await ports.wireguard.state();
  for (const link of bundle.links) {
    const device = devices.get(link.interface);
    if (device === undefined || device.listenPort !== link.listenPort) {
      throw new TowlineError('failed', `interface ${link.interface} is not there or listens on another port`);
    }
  }
}

async function proveOwnBird(ports: ProvePorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  const deadline = ports.clock.monotonic() + birdPatienceMs;
  for (;;) {
    try {
      return await proveBird(ports.bird, bundle);
    } catch (error) {
      if (ports.clock.monotonic() > deadline) throw error;
      await waited(ports.clock, pollMs, signal, () => error);
    }
  }
}

async function proveSessions(
  ports: ProvePorts,
  bundle: Bundle,
  applied: AppliedState,
  signal: AbortSignal,
): Promise<void> {
  const started = ports.clock.monotonic();
  const expected = bundle.settings.links
    .map((link) => link.session)
    .filter((session) => applied.before.has(session));
  const watched = linksToWatch(bundle, applied);
  const baseline = watched.length === 0 ? new Map() : await receivedBytes(ports.wireguard);
  // Right after a change every session still looks established: only BFD's time out says otherwise. A window
  // that is shorter than that is the admin's choice.
  const detection = await detectionMs(ports.bird, watched);
  const watchMs = Math.min(detection, confirmWindowMs(bundle) / 2);
  for (;;) {
    // In this order, so that what is seen last is seen after that time.
    const isOver = ports.clock.monotonic() - started >= watchMs;
    const missing = await describeMissing(ports, expected, watched, baseline);
    if (missing === undefined && isOver) return;
    const reason = missing ?? 'the links that were changed were not watched for long enough';
    await waited(ports.clock, pollMs, signal, () => new TowlineError('failed', reason));
  }
}

// Answers that say something about the bundle, or about who it was that answered.
const verdicts = new Set<ErrorCode>([
  'untrusted',
  'conflict',
  'unauthenticated',
  'denied',
  'invalid',
  'notFound',
]);

/** Waits until the controller signs, over a new connection, that it was reached with this bundle. */
export async function proveContact(
  ports: Pick<ProvePorts, 'openClient' | 'clock' | 'signers' | 'onSignedTime'>,
  { manifest }: Pick<Bundle, 'manifest'>,
  signal: AbortSignal,
): Promise<void> {
  let failure: unknown = 'no answer in time';
  for (let attempt = 0; ; attempt++) {
    const nonce = randomBytes(32);
    const client = ports.openClient(urgent);
    try {
      const response = await client.confirm(
        { release: manifest.release, bundleDigest: manifest.bundleDigest, nonce },
        signal,
      );
      const { networkId, nodeId, release } = manifest;
      const question = { networkId, nodeId, release, nonce };
      ports.onSignedTime?.(checkConfirmation(ports.signers.accepted(), question, response));
      return;
    } catch (error) {
      // A call that the end of the window cut off says less than the one before it.
      if (!signal.aborted || isVerdict(error)) failure = error;
    } finally {
      client.close();
    }
    await waited(ports.clock, backoffMs(attempt, Math.random(), 500, 5000), signal, () => {
      const reason = `the controller did not confirm: ${messageOf(failure)}`;
      return isVerdict(failure)
        ? new TowlineError('failed', reason, { cause: failure })
        : new UnconfirmedError(reason, { cause: failure });
    });
  }
}

function isVerdict(failure: unknown): boolean {
  return failure instanceof TowlineError && verdicts.has(failure.code);
}

const reachMs = 10_000;

/**
 * Whether the controller answers now, over a new connection, within 10 s. Asked after a bundle was taken back
 * for want of the controller: if it does, then it was the bundle that kept it away.
 */
export async function controllerAnswers(
  ports: Pick<ProvePorts, 'openClient' | 'clock'>,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = ports.clock.monotonic() + reachMs;
  for (;;) {
    const client = ports.openClient(urgent);
    try {
      await withDeadline(signal, reachMs / 2, (ending) => client.reach(ending));
      return true;
    } catch {
      signal.throwIfAborted();
    } finally {
      client.close();
    }
    if (ports.clock.monotonic() >= deadline) return false;
    await ports.clock.sleep(500, signal);
  }
}
