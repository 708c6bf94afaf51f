import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { formatEndpoint, parseEndpoint } from '../../shared/wireguard/config-text.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bundle } from '../check/bundle.ts';
import type { EndpointSpec } from '../check/endpoint-spec.ts';
import type { LinkFile } from '../check/link-file.ts';

/** More than a BFD interval (300 ms by default): over a link that works something has arrived by then. */
const patienceMs = 400;

/**
 * Follows peers that listen on another port from this bundle on. Endpoints in use are not touched at first: the end
 * that switches first sends from its new port to the old one of the other, which takes it from there (WireGuard's
 * roaming), and later the other way round; nothing is lost then. Only where nothing arrives, since both ends switched
 * at one moment or the other was faster, the endpoint gets the new port.
 */
export async function followPorts(
  ports: { readonly wireguard: WireGuard; readonly clock: Clock; readonly log: Log },
  from: Bundle | undefined,
  to: Bundle,
  signal: AbortSignal,
): Promise<void> {
  const before = new Map(from?.links.map((link) => [link.interface, link]));
  const moving = to.links.filter((link) => hasMoved(before.get(link.interface), link));
  if (moving.length === 0) return;
  const atSwitch = await ports.wireguard.state();
  await ports.clock.sleep(patienceMs, signal);
  const now = await ports.wireguard.state();
  for (const link of moving) {
    const endpoint = movedEndpoint(before.get(link.interface), link, {
      atSwitch: atSwitch.get(link.interface),
      now: now.get(link.interface),
    });
    if (endpoint === undefined) continue;
    // The tracker does it later where it fails now.
    await ports.wireguard
      .setEndpoint(link.interface, link.peer.publicKey, endpoint)
      .catch((error) => ports.log.warn({ interface: link.interface, error: messageOf(error) }, 'port'));
  }
}

function hasMoved(before: LinkFile | undefined, { peer }: LinkFile): boolean {
  const [old, young] = [portOf(before?.peer.endpoint), portOf(peer.endpoint)];
  return (
    before?.peer.publicKey === peer.publicKey && old !== undefined && young !== undefined && old !== young
  );
}

/**
 * The endpoint in use with the peer's new port; undefined where it works, or where the port in use is not the old
 * one: then something maps it, and the port of the bundle says nothing. Pure.
 */
export function movedEndpoint(
  before: LinkFile | undefined,
  link: LinkFile,
  { atSwitch, now }: { readonly atSwitch: DeviceState | undefined; readonly now: DeviceState | undefined },
): string | undefined {
  const ofPeer = (device: DeviceState | undefined) =>
    device?.peers.find(({ publicKey }) => publicKey === link.peer.publicKey);
  const peer = ofPeer(now);
  if (peer?.endpoint === undefined || peer.receivedBytes !== ofPeer(atSwitch)?.receivedBytes)
    return undefined;
  const inUse = parseEndpoint(peer.endpoint);
  const port = portOf(link.peer.endpoint);
  if (inUse === undefined || port === undefined || inUse.port !== portOf(before?.peer.endpoint))
    return undefined;
  return formatEndpoint(inUse.address, port);
}

function portOf(spec: EndpointSpec | undefined): number | undefined {
  if (spec === undefined) return undefined;
  return spec.kind === 'address' ? parseEndpoint(spec.endpoint)?.port : spec.port;
}
