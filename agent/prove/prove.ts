import { randomBytes } from 'node:crypto';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { checkConfirmation } from '../../shared/rpc/confirmation.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bird } from '../bird/bird.ts';
import type { Bundle } from '../check/bundle.ts';
import { backoffMs } from '../session/backoff.ts';
import type { OpenClient } from '../session/client.ts';
import { missingSessions } from './sessions.ts';

/** What proving needs. */
export interface ProvePorts {
  readonly wireguard: WireGuard;
  readonly bird: Bird;
  readonly clock: Clock;
  readonly openClient: OpenClient;
  readonly signingPublicKey: Buffer;
}

/** The controller could not be asked: no fault of the bundle's, perhaps. */
export class UnconfirmedError extends TowlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('unavailable', message, options);
  }
}

const pollMs = 200;

/**
 * Proves that a bundle works: the interfaces are there, BIRD runs, the sessions that were established before
 * are so again, and the controller answers over a new connection. Waits for each until the signal is aborted;
 * throws what was still missing then.
 *
 * @param before names of the BGP sessions that were established before the bundle was applied
 */
export async function prove(
  ports: ProvePorts,
  bundle: Bundle,
  before: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  await proveInterfaces(ports, bundle);
  await proveSessions(ports, bundle, before, signal);
  await proveContact(ports, bundle, signal);
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

async function proveSessions(
  ports: ProvePorts,
  bundle: Bundle,
  before: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<void> {
  const expected = bundle.settings.links.map((link) => link.session).filter((session) => before.has(session));
  for (;;) {
    const missing = missingSessions(expected, await ports.bird.protocols());
    if (missing.length === 0) return;
    await waited(ports.clock, pollMs, signal, () => {
      const list = missing.map(({ name, state }) => `${name} (${state})`).join(', ');
      return new TowlineError('failed', `BGP sessions that were established are not again: ${list}`);
    });
  }
}

async function proveContact(ports: ProvePorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  const { manifest } = bundle;
  for (let attempt = 0; ; attempt++) {
    const nonce = randomBytes(32);
    const client = ports.openClient();
    let failure: unknown;
    try {
      const response = await client.confirm(
        { release: manifest.release, bundleDigest: manifest.bundleDigest, nonce },
        signal,
      );
      const { networkId, nodeId, release } = manifest;
      checkConfirmation(ports.signingPublicKey, { networkId, nodeId, release, nonce }, response);
      return;
    } catch (error) {
      failure = error;
    } finally {
      client.close();
    }
    await waited(ports.clock, backoffMs(attempt, Math.random(), 500, 5000), signal, () => {
      const reason = `the controller did not confirm: ${messageOf(failure)}`;
      const isAway = failure instanceof TowlineError && failure.code === 'unavailable';
      return isAway || signal.aborted
        ? new UnconfirmedError(reason, { cause: failure })
        : new TowlineError('failed', reason, { cause: failure });
    });
  }
}

/** Sleeps; when the signal ends it, throws what was being waited for instead of the mere end of time. */
async function waited(clock: Clock, ms: number, signal: AbortSignal, missing: () => Error): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch {
    throw missing();
  }
}
