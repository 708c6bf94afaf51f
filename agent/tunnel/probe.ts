import { messageOf } from '../../shared/errors.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { withDeadline } from '../../shared/os/deadline.ts';
import type { PeerState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { ControllerClient } from '../session/client.ts';
import { familyOf } from '../tracker/candidates.ts';
import type { TunnelPlace } from './place.ts';
import { type ResolveOptions, resolveEndpoint } from './resolve-endpoint.ts';

export interface ProbeOptions extends ResolveOptions {
  readonly wireguard: Pick<WireGuard, 'state' | 'setEndpoint'>;
  readonly clock: Clock;
  /** Client of the session with the controller, while there is one. */
  readonly client: () => Pick<ControllerClient, 'reportAddresses'> | undefined;
  /** What the node says of its own addresses. */
  readonly addresses: () => ReportAddressesRequestInput;
  /** Whether there is a way out to an endpoint. */
  readonly hasWay: (endpoint: string) => boolean;
  /** Whether a bundle is being applied or proven: then the tunnel is left alone. */
  readonly isBusy: () => boolean;
  /** Between two probes; 0 for none at all. */
  readonly intervalMs: number;
  /** Does something unless the node's own addresses change; whether they did. */
  readonly unlessMoved: (
    signal: AbortSignal,
    task: (ended: AbortSignal) => Promise<void>,
  ) => Promise<boolean>;
}

/** Shows the controller where the node is in the family that its tunnel does not use. */
export interface FamilyProbe {
  /** Makes a probe if one is due; the tunnel is where it was when this resolves. */
  look(place: TunnelPlace, peer: PeerState, signal: AbortSignal): Promise<void>;
  /** Has one be due soon: what is known is of other addresses. */
  soon(): void;
}

/** After a change of addresses the links come first. */
const soonMs = 2_000;
const busyMs = 5_000;
const leastFailedMs = 60_000;
const mostFailedMs = 3_600_000;
/** A controller with thousands of nodes looks at its tunnels each second. */
const patienceMs = 3_000;
/** What was lost meanwhile, TCP sends again only after a pause as long as the probe. */
const endMs = 10_000;
/** What is seen of the tunnel for so long after a probe may be of the probe. */
const settleMs = 10_000;
const stepMs = 100;

/**
 * WireGuard follows whatever it can authenticate, so the tunnel itself is the probe: it speaks over the other family
 * for a moment, by the packets, ports and marks that the links use, and the controller sees where it comes from.
 */
export function createFamilyProbe(options: ProbeOptions): FamilyProbe {
  const { clock, log, wireguard } = options;
  let dueMs = clock.monotonic() + soonMs;
  let failures = 0;
  /** Whose session it was at the last look, and over which family. */
  let known: ReturnType<typeof options.client>;
  let knownFamily: 4 | 6 | undefined;
  let settledMs = Number.NEGATIVE_INFINITY;

  /** An endpoint of the controller in the other family that there is a way to; undefined if there is none. */
  async function other(place: TunnelPlace, family: 4 | 6): Promise<string | undefined> {
    for (const text of place.endpoints) {
      const found = await resolveEndpoint(options, text);
      const usable = found.find((endpoint) => familyOf(endpoint) !== family && options.hasWay(endpoint));
      if (usable !== undefined) return usable;
    }
    return undefined;
  }

  const peerOf = async (name: string, key: string) =>
    (await wireguard.state()).get(name)?.peers.find(({ publicKey }) => publicKey === key);

  /** Speaks over the other family until the controller has seen it; whether it has. */
  async function speak(name: string, key: string, endpoint: string, signal: AbortSignal): Promise<boolean> {
    const probedFamily = familyOf(endpoint) ?? 0;
    // What the controller sends meanwhile by the old way leads the tunnel back.
    const point = async () => {
      const now = await peerOf(name, key);
      if (now?.endpoint !== endpoint) await wireguard.setEndpoint(name, key, endpoint);
    };
    for (;;) {
      const client = options.client();
      if (client === undefined) return false;
      const { probeSeen } = await client.reportAddresses({ ...options.addresses(), probedFamily }, signal);
      if (probeSeen) return true;
      await point();
      await clock.sleep(stepMs, signal);
    }
  }

  async function probe(
    { interface: name }: TunnelPlace,
    publicKey: string,
    to: string,
    signal: AbortSignal,
  ): Promise<'seen' | 'silent' | 'moved'> {
    // Now: what the loop saw may be some seconds old, and names took their time. The tunnel would be led back to there.
    const inUse = (await peerOf(name, publicKey))?.endpoint;
    if (inUse === undefined || familyOf(inUse) === familyOf(to)) return 'moved';
    let isSeen = false;
    const isMoved = await options
      .unlessMoved(signal, async (ended) => {
        isSeen = await withDeadline(ended, patienceMs, (ending) => speak(name, publicKey, to, ending));
      })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        log.debug({ endpoint: to, error: messageOf(error) }, 'the controller does not hear the other family');
        return false;
      })
      .finally(() => wireguard.setEndpoint(name, publicKey, inUse));
    if (isMoved) return 'moved';
    return isSeen ? 'seen' : 'silent';
  }

  /** Tells the controller that the tunnel is back, by which it follows it. */
  function end(signal: AbortSignal): void {
    withDeadline(signal, endMs, async (ending) => {
      await options.client()?.reportAddresses({ ...options.addresses(), probedFamily: 0 }, ending);
    }).catch((error: unknown) => log.debug({ error: messageOf(error) }, 'the end of a probe is not told'));
  }

  return {
    soon() {
      failures = 0;
      dueMs = Math.min(dueMs, clock.monotonic() + soonMs);
    },
    async look(place, peer, signal) {
      const family = familyOf(peer.endpoint);
      const client = options.client();
      // A controller that was started anew has forgotten where the node is. One that heard nothing heard nothing before.
      const isAnew = client !== undefined && client !== known && failures === 0;
      known = client ?? known;
      // It keeps nothing of the family that the tunnel has left.
      const isSettled = family !== undefined && clock.monotonic() >= settledMs;
      const isOver = isSettled && knownFamily !== undefined && family !== knownFamily;
      if (isSettled) knownFamily = family;
      if (isAnew || isOver) dueMs = Math.min(dueMs, clock.monotonic() + soonMs);
      if (options.intervalMs === 0 || family === undefined || clock.monotonic() < dueMs) return;
      if (client === undefined) return;
      if (options.isBusy()) {
        dueMs = clock.monotonic() + busyMs;
        return;
      }
      // Half of it by chance: nodes that lost the controller together are back together.
      const inMs = (ms: number) => clock.monotonic() + ms * (0.5 + Math.random() / 2);
      dueMs = inMs(options.intervalMs);
      const to = await other(place, family);
      if (to === undefined) return;
      const outcome = await probe(place, peer.publicKey, to, signal);
      settledMs = clock.monotonic() + settleMs;
      end(signal);
      failures = outcome === 'silent' ? failures + 1 : 0;
      if (outcome === 'moved') dueMs = clock.monotonic() + soonMs;
      if (outcome === 'silent') dueMs = inMs(backoff(failures, options.intervalMs));
    },
  };
}

/**
 * A family that leads nowhere is tried less and less often: meanwhile nothing gets from the node to the controller. Soon at
 * first: perhaps the controller was only slow.
 */
function backoff(failures: number, intervalMs: number): number {
  return Math.min(Math.max(mostFailedMs, intervalMs), leastFailedMs * 2 ** (failures - 1));
}
