import { otherManagementInterface } from '../../shared/wireguard-names.ts';
import { type CandidatePorts, provePlace, shakeHands } from './candidate.ts';
import type { TunnelPlace } from './place.ts';

export interface MovePorts extends CandidatePorts {
  /** Runs a task while no bundle is on its way: neither is to be proven over the other's half. */
  readonly exclusive: (task: () => Promise<void>) => Promise<void>;
  /** Puts the new place on the disk: from then on it is the one in use. */
  readonly commit: (place: TunnelPlace) => Promise<void>;
}

/**
 * Makes a move: the new place is up, proven and committed, while the old one is up as well. Throws why it was not;
 * then `takeBack` has to follow.
 */
export async function makeMove(
  ports: MovePorts,
  from: TunnelPlace,
  to: TunnelPlace,
  signal: AbortSignal,
): Promise<void> {
  if (to.interface === from.interface) return ports.commit(to);
  // An end with the key that the node knows already takes the candidate for the tunnel, and follows it from its first
  // packet on: then that packet, too, waits for a bundle that is on its way.
  const isRoaming = to.controllerKey === from.controllerKey;
  if (!isRoaming) await shakeHands(ports, to, signal);
  await ports.exclusive(async () => {
    signal.throwIfAborted();
    try {
      if (isRoaming) await shakeHands(ports, to, signal);
      await provePlace(ports, to, signal);
      await ports.commit(to);
    } catch (error) {
      // Before the next bundle needs the controller; where it fails, the caller does it again.
      await takeBack(ports, from, true).catch(() => undefined);
      throw error;
    }
  });
}

/**
 * Leads everything to the place in use and takes the other interface away: a candidate that failed, one that an agent
 * before this one left, or the end that was moved from. Harmless to repeat.
 *
 * @param renew whether the place in use may have to shake hands anew
 */
export async function takeBack(
  { wireguard, ends }: Pick<MovePorts, 'wireguard' | 'ends'>,
  place: TunnelPlace,
  renew: boolean,
): Promise<void> {
  const other = otherManagementInterface(place.interface);
  const devices = await wireguard.state();
  const [own, rest] = [devices.get(place.interface), devices.get(other)];
  if (own !== undefined) await ends.route(place.interface);
  if (rest === undefined) return;
  await wireguard.removeInterface(other);
  const peer = own?.peers.find(({ publicKey }) => publicKey === place.controllerKey);
  const wasRoaming = rest.peers.some(({ publicKey }) => publicKey === place.controllerKey);
  if (!renew || !wasRoaming || peer?.endpoint === undefined) return;
  // The controller's end encrypts for the candidate by now: a peer that is new shakes hands at once, not in 15 s.
  await wireguard.removePeer(place.interface, place.controllerKey);
  await ends.bringUp(place, peer.endpoint);
}
