import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import type { ApplyPorts } from './apply.ts';
import { deviceConfig } from './device.ts';

/**
 * Points a link at an endpoint (`address:port`). A peer that had none is taken away and added with it: without
 * one, WireGuard counted its first handshake as sent, and would wait 5 s (REKEY_TIMEOUT) for the next.
 *
 * @param inUse the endpoint that the link has now
 */
export async function pointLink(
  ports: Pick<ApplyPorts, 'wireguard' | 'linkPrivateKey' | 'hints'>,
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
 * it does not have, or has with another peer, is left alone, and the endpoint in use is looked up anew.
 */
export function pointInForce(
  ports: Pick<ApplyPorts, 'wireguard' | 'linkPrivateKey' | 'hints' | 'lock'>,
  bundle: () => Promise<Bundle | undefined>,
): (seen: Bundle, link: LinkFile, endpoint: string) => Promise<void> {
  return (_seen, { interface: name, peer }, endpoint) =>
    ports.lock.run(async () => {
      const now = await bundle();
      const link = now?.links.find((candidate) => candidate.interface === name);
      if (now === undefined || link?.peer.publicKey !== peer.publicKey) return;
      const device = (await ports.wireguard.state()).get(name);
      const inUse = device?.peers.find(({ publicKey }) => publicKey === peer.publicKey);
      if (inUse !== undefined) await pointLink(ports, now, link, endpoint, inUse.endpoint);
    });
}
