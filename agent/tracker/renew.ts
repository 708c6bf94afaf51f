import type { ApplyPorts } from '../apply/apply.ts';
import { deviceConfig } from '../apply/device.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';

/**
 * Renews the peer of a link that fell silent, once the lock is free: it is taken away and added with the endpoint,
 * AllowedIPs and keepalive that it has now. By then another bundle may be in force: a link that it does not have,
 * or has with another peer, is left alone. Resolves to whether there was something to renew.
 */
export function renewInForce(
  ports: Pick<ApplyPorts, 'wireguard' | 'linkPrivateKey' | 'hints' | 'lock'>,
  bundle: () => Promise<Bundle | undefined>,
): (link: LinkFile) => Promise<boolean> {
  return ({ interface: name, peer: { publicKey } }) =>
    ports.lock.run(async () => {
      const now = await bundle();
      const link = now?.links.find((candidate) => candidate.interface === name);
      const device = (await ports.wireguard.state()).get(name);
      const running = device?.peers.find((candidate) => candidate.publicKey === publicKey);
      if (now === undefined || link?.peer.publicKey !== publicKey || running === undefined) return false;
      const config = deviceConfig(link, ports.linkPrivateKey, now.presharedKeys, ports.hints());
      const psk = config.peers.find((candidate) => candidate.publicKey === publicKey)?.presharedKey;
      const { endpoint, allowedIps, persistentKeepalive } = running;
      await ports.wireguard.renewPeer(name, {
        publicKey,
        allowedIps,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(persistentKeepalive === undefined ? {} : { persistentKeepalive }),
        ...(psk === undefined ? {} : { presharedKey: psk }),
      });
      return true;
    });
}
