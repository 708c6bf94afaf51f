import { randomBytes } from 'node:crypto';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { withDeadline } from '../../shared/os/deadline.ts';
import { checkConfirmation } from '../../shared/rpc/confirmation.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Signers } from '../keys/signers.ts';
import type { OpenClient } from '../session/client.ts';
import type { ManagementEnds } from './management.ts';
import type { TunnelPlace } from './place.ts';
import { type ResolveOptions, resolveEndpoint } from './resolve-endpoint.ts';

/** What trying a place needs. */
export interface CandidatePorts extends ResolveOptions {
  readonly wireguard: WireGuard;
  readonly ends: ManagementEnds;
  readonly clock: Clock;
  readonly openClient: OpenClient;
  /** The bundle that the node runs, digest in hexadecimal; undefined while it has none. */
  readonly running: () => { readonly release: number; readonly digest: string } | undefined;
  readonly signers: Signers;
  readonly networkId: string;
  readonly nodeId: number;
}

const pollMs = 200;
/** WireGuard repeats an initiation after 5 s (REKEY_TIMEOUT): each address gets two at a turn. */
const patienceMs = 6_000;
const mostTurns = 2;
/** Time for a first handshake at any of the addresses, and then for the controller's word: 60 s together at most. */
const handshakeMs = 40_000;
const proofMs = 20_000;
const answerMs = 5_000;

/**
 * Brings a place's interface up beside the one in use, until WireGuard has shaken hands with the controller. Nothing
 * is sent through it yet. Throws `unavailable` with what was tried.
 */
export async function shakeHands(
  ports: CandidatePorts,
  place: TunnelPlace,
  signal: AbortSignal,
): Promise<void> {
  const { clock, wireguard, ends } = ports;
  // The handshake of one that was left would prove nothing.
  await wireguard.removeInterface(place.interface);
  const resolved = await Promise.all(place.endpoints.map((endpoint) => resolveEndpoint(ports, endpoint)));
  const addresses = [...new Set(resolved.flat())];
  if (addresses.length === 0) {
    throw new TowlineError('unavailable', `none of ${place.endpoints.join(', ')} resolves`);
  }
  const peer = async () =>
    (await wireguard.state())
      .get(place.interface)
      ?.peers.find(({ publicKey }) => publicKey === place.controllerKey);
  const wholeMs = patienceMs * addresses.length;
  const deadline = clock.monotonic() + Math.max(wholeMs, Math.min(handshakeMs, mostTurns * wholeMs));
  for (let turn = 0; clock.monotonic() < deadline; turn++) {
    // A peer that is new begins its handshake at once; one that was pointed elsewhere, in five seconds.
    if (turn > 0 && (await peer()) !== undefined) {
      await wireguard.removePeer(place.interface, place.controllerKey);
    }
    await ends.bringUp(place, addresses[turn % addresses.length] ?? '');
    const next = clock.monotonic() + patienceMs;
    while (clock.monotonic() < next) {
      if (((await peer())?.latestHandshake ?? 0) > 0) return;
      await clock.sleep(pollMs, signal);
    }
  }
  throw new TowlineError('unavailable', `no handshake with ${addresses.join(', ')}`);
}

/**
 * Leads the packets for the controller through a place's interface, and waits for the controller's answer over a
 * new connection. Throws what was missing; the route stays then, for the caller to lead it back.
 */
export async function provePlace(
  ports: CandidatePorts,
  place: TunnelPlace,
  signal: AbortSignal,
): Promise<void> {
  const { clock, wireguard, ends } = ports;
  const received = async () =>
    (await wireguard.state()).get(place.interface)?.peers.reduce((sum, peer) => sum + peer.receivedBytes, 0);
  const before = await received();
  await ends.route(place.interface);
  const deadline = clock.monotonic() + proofMs;
  for (;;) {
    try {
      await withDeadline(signal, answerMs, (ending) => hearController(ports, ending));
      break;
    } catch (error) {
      signal.throwIfAborted();
      if (clock.monotonic() > deadline) {
        throw new TowlineError('unavailable', `the controller did not answer: ${messageOf(error)}`, {
          cause: error,
        });
      }
    }
    await clock.sleep(pollMs, signal);
  }
  const [through, after] = [await ends.routed(), await received()];
  if (through !== place.interface || before === undefined || after === undefined || after <= before) {
    throw new TowlineError('failed', `the answer did not come through ${place.interface}`);
  }
}

/** Resolves once the controller has answered over a connection of its own, signed where the node runs a bundle. */
async function hearController(ports: CandidatePorts, signal: AbortSignal): Promise<void> {
  const { networkId, nodeId, signers } = ports;
  const running = ports.running();
  const client = ports.openClient();
  try {
    if (running === undefined) return await client.reach(signal);
    const { release, digest } = running;
    const nonce = randomBytes(32);
    try {
      const response = await client.confirm(
        { release, bundleDigest: Buffer.from(digest, 'hex'), nonce },
        signal,
      );
      checkConfirmation(signers.accepted(), { networkId, nodeId, release, nonce }, response);
    } catch (error) {
      // One that was restored from a backup need not know the bundle; that it answers is enough.
      if (!(error instanceof TowlineError) || error.code !== 'conflict') throw error;
      await client.reach(signal);
    }
  } finally {
    client.close();
  }
}
