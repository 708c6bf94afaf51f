import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { createComplaints } from '../../shared/os/complaints.ts';
import type { PeerState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Glances } from '../tracker/glances.ts';
import { shouldAdvance } from './candidates.ts';
import { readLastEndpoint, writeLastEndpoint } from './last-endpoint.ts';
import { speakAnew } from './moved.ts';
import type { TunnelPlace } from './place.ts';
import { type ResolveOptions, resolveEndpoint } from './resolve-endpoint.ts';

export interface TunnelOptions extends ResolveOptions {
  readonly wireguard: WireGuard;
  readonly glances: Glances;
  /**
   * Makes the tunnel's interface, pointed at this address and port, or completes one that is there: by
   * difference, so that a tunnel that works does not notice.
   */
  readonly bringUp: (endpoint: string) => Promise<void>;
  /** Whether the interface has to be completed again; asked each second. */
  readonly isDue?: () => boolean;
  /** Told of changes of the node's own addresses. */
  readonly moves?: MovesOfNode;
  /** Called each second with a tunnel that works: shows, when it is due, where the node is in the other family. */
  readonly probe?: (peer: PeerState, signal: AbortSignal) => Promise<void>;
  /** Called once, when the interface is there: before, packets to the controller would leave by the uplink. */
  readonly onUp: () => void;
  readonly clock: Clock;
  readonly place: TunnelPlace;
  /** Where the endpoint that worked last is kept. */
  readonly lastEndpointFile: string;
}

/** What the tunnel is told of the node's own addresses. */
export interface MovesOfNode {
  /** Whether they changed since it was asked last. */
  take(): boolean;
  /** Called when the tunnel has spoken from the new ones. */
  spoken(): void;
  /** Whether there is a way out to an endpoint. */
  hasWay(endpoint: string): boolean;
  /** Resolves after a time, or when they change. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const intervalMs = 1000;
/** A tunnel that heard something within this time works. */
const heardMs = 30_000;

/** Keeps the management tunnel pointed at an endpoint that answers, until the signal is aborted. */
export async function keepTunnel(options: TunnelOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, place } = options;
  const [complaints, unresolved] = [createComplaints(clock), createComplaints(clock)];
  let lastGood = await readLastEndpoint(options.lastEndpointFile, place.generation);
  const queue: string[] = lastGood === undefined ? [] : [lastGood];
  let [next, failures, received] = [0, 0, 0];
  let receivedAt: number | undefined;
  let setAt: number | undefined;
  let movedAt: number | undefined;
  // Whether everything about the interface was set since this process began: an earlier one may have ended
  // half way, or with other keys.
  let [isComplete, isUp] = [false, false];

  const nextEndpoint = async (): Promise<string | undefined> => {
    let first: string | undefined;
    for (let turn = 0; turn <= place.endpoints.length; turn++) {
      if (queue.length === 0) {
        const text = place.endpoints[next % place.endpoints.length];
        queue.push(...(await resolveEndpoint({ ...options, unresolved }, text)));
        next++;
      }
      for (let found = queue.shift(); found !== undefined; found = queue.shift()) {
        if (options.moves?.hasWay(found) !== false) return found;
        first ??= found;
      }
    }
    return first;
  };
  const findPeer = async (mayGlance = false) => {
    const devices = (mayGlance ? options.glances.glance() : undefined) ?? (await options.glances.look());
    const device = devices.get(place.interface);
    return device?.peers.find(({ publicKey }) => publicKey === place.controllerKey);
  };
  /** Whether there is nothing to do but to see that something arrives from time to time. */
  const isCalm = () =>
    isComplete &&
    isUp &&
    movedAt === undefined &&
    receivedAt !== undefined &&
    clock.monotonic() - receivedAt < heardMs;
  const tried = (endpoint: string) => {
    log.info({ endpoint }, 'trying the controller');
    setAt = clock.monotonic();
    failures++;
  };

  while (!signal.aborted) {
    try {
      const mayGlance = isCalm();
      let peer = await findPeer(mayGlance);
      if (options.isDue?.() === true) isComplete = false;
      if (peer === undefined || !isComplete) {
        isComplete = false;
        // Never without an endpoint: WireGuard would count its first handshake as sent, and wait 5 s
        // (REKEY_TIMEOUT) for the next.
        const inUse = peer?.endpoint;
        // Somebody took it away: what worked last comes first, and counts as no contact until it works again.
        if (inUse === undefined && isUp) {
          queue.splice(0, queue.length, ...(lastGood === undefined ? [] : [lastGood]));
          [received, receivedAt] = [0, undefined];
        }
        const endpoint = inUse ?? (await nextEndpoint());
        if (endpoint !== undefined) {
          await options.bringUp(endpoint);
          isComplete = true;
          if (inUse === undefined) tried(endpoint);
          peer = await findPeer();
        }
      }
      if (peer !== undefined && isComplete && !isUp) {
        isUp = true;
        options.onUp();
      }
      const now = clock.monotonic();
      if (peer !== undefined && peer.receivedBytes !== received) {
        received = peer.receivedBytes;
        receivedAt = now;
        failures = 0;
        unresolved.worked();
        if (peer.endpoint !== undefined && peer.endpoint !== lastGood) {
          lastGood = peer.endpoint;
          await writeLastEndpoint(options.lastEndpointFile, lastGood, place.generation);
        }
      }
      if (options.moves?.take() === true) {
        // It is set to where it is: that has to be known.
        if (mayGlance) peer = await findPeer();
        movedAt = now;
        const silentMs = receivedAt === undefined ? undefined : now - receivedAt;
        if (peer !== undefined) await speakAnew(options.wireguard, place.interface, peer, silentMs);
        options.moves.spoken();
      }
      if (movedAt !== undefined && receivedAt !== undefined && receivedAt > movedAt) movedAt = undefined;
      const view = {
        receivedAgoMs: receivedAt === undefined ? undefined : now - receivedAt,
        setAgoMs: setAt === undefined ? undefined : now - setAt,
        failures,
        movedAgoMs: movedAt === undefined ? undefined : now - movedAt,
        hasWay: peer?.endpoint === undefined || options.moves?.hasWay(peer.endpoint) !== false,
      };
      const isHeard = view.receivedAgoMs !== undefined && view.receivedAgoMs < heardMs;
      if (peer !== undefined && isHeard && movedAt === undefined) await options.probe?.(peer, signal);
      if (peer !== undefined && shouldAdvance(view)) {
        const endpoint = await nextEndpoint();
        if (endpoint !== undefined) {
          await options.wireguard.setEndpoint(place.interface, peer.publicKey, endpoint);
          tried(endpoint);
        }
      }
      complaints.worked();
    } catch (error) {
      const reason = messageOf(error);
      if (complaints.isNews(reason)) log.warn({ error: reason }, 'management tunnel');
    }
    await (options.moves?.pause(intervalMs, signal) ?? clock.sleep(intervalMs, signal));
  }
}
