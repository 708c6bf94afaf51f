import type { PeerState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import { type Glances, hasArrived } from '../tracker/glances.ts';
import type { SeenPeer } from '../tracker/tracker.ts';
import type { ApplyPorts } from './apply.ts';
import { deviceConfig } from './device.ts';

/** Without `WireGuard.state`: its counters are not those of the glances by which the tracker decides. */
export interface PointPorts extends Pick<ApplyPorts, 'linkPrivateKey' | 'hints'> {
  readonly wireguard: Pick<WireGuard, 'setEndpoint' | 'removePeer' | 'sync'>;
}

/**
 * Points a link at an endpoint (`address:port`). A peer that had none is taken away and added with it: without
 * one, WireGuard counted its first handshake as sent, and would wait 5 s (REKEY_TIMEOUT) for the next.
 *
 * @param inUse the endpoint that the link has now
 */
export async function pointLink(
  ports: PointPorts,
  bundle: Bundle,
  link: LinkFile,
  endpoint: string,
  inUse: string | undefined,
): Promise<void> {
  const { wireguard } = ports;
  if (inUse !== undefined) {
    await wireguard.setEndpoint(link.interface, link.peer.publicKey, endpoint);
    return;
  }
  const config = deviceConfig(link, ports.linkPrivateKey, bundle.presharedKeys, ports.hints());
  await wireguard.removePeer(link.interface, link.peer.publicKey);
  await wireguard.sync(link.interface, {
    ...config,
    peers: config.peers.map((peer) => ({ ...peer, endpoint })),
  });
}

/**
 * Points a link as the tracker asks, once the lock is free. By then another bundle may be in force: a link that
 * it does not have, or has with another peer, is left alone, and the endpoint in use is looked up anew. So is a link
 * that came to work meanwhile, or whose peer WireGuard followed: its own roaming wins.
 */
export function pointInForce(
  ports: PointPorts & Pick<ApplyPorts, 'lock'> & { readonly glances: Pick<Glances, 'look'> },
  bundle: () => Promise<Bundle | undefined>,
): (of: Bundle, link: LinkFile, endpoint: string, seen?: SeenPeer) => Promise<void> {
  return (_of, { interface: name, peer }, endpoint, seen) =>
    ports.lock.run(async () => {
      const now = await bundle();
      const link = now?.links.find((candidate) => candidate.interface === name);
      if (now === undefined || link?.peer.publicKey !== peer.publicKey) return;
      const device = (await ports.glances.look()).get(name);
      const inUse = device?.peers.find(({ publicKey }) => publicKey === peer.publicKey);
      if (inUse === undefined || (seen !== undefined && isNewer(inUse, seen))) return;
      await pointLink(ports, now, link, endpoint, inUse.endpoint);
    });
}

function isNewer(now: PeerState, seen: SeenPeer): boolean {
  if (now.endpoint !== seen.endpoint) return true;
  return !seen.evenIfWorking && hasArrived(seen.receivedBytes, now.receivedBytes);
}
