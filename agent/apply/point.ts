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
