import { TowlineError } from '../../shared/errors.ts';
import { formatEndpoint } from '../../shared/wireguard/config-text.ts';
import type { DeviceConfig, DeviceState } from '../../shared/wireguard/types.ts';
import { fwmark } from '../../shared/wireguard-names.ts';
import type { LinkFile } from '../check/link-file.ts';

/** Addresses of nodes, as the controller saw them last. */
export type Hints = ReadonlyMap<string, string>;

/** Puts the secrets in: from here on the values exist in memory only. Throws `invalid` if one is missing. */
export function deviceConfig(
  link: LinkFile,
  privateKey: (version: number) => Buffer,
  presharedKeys: ReadonlyMap<string, string>,
  hints: Hints,
): DeviceConfig {
  const { peer } = link;
  const psk = peer.presharedKey;
  const presharedKey = psk === undefined ? undefined : presharedKeys.get(`${psk.name}:${psk.version}`);
  if (psk !== undefined && presharedKey === undefined) {
    throw new TowlineError('invalid', `the secret ${psk.name} in version ${psk.version} is missing`);
  }
  const endpoint = knownEndpoint(link, hints);
  return {
    privateKey: privateKey(link.privateKey).toString('base64'),
    listenPort: link.listenPort,
    fwmark,
    peers: [
      {
        publicKey: peer.publicKey,
        allowedIps: peer.allowedIps,
        ...(presharedKey === undefined ? {} : { presharedKey }),
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(peer.persistentKeepalive === 0 ? {} : { persistentKeepalive: peer.persistentKeepalive }),
      },
    ],
  };
}

/**
 * Where the peer is known by another key from now on and its address is not known without a name server, it is looked
 * for where it is now: the name server would take longer than a session of BGP waits.
 */
export function withEndpointInUse(config: DeviceConfig, running: DeviceState | undefined): DeviceConfig {
  const [old, ...others] = running?.peers ?? [];
  const { endpoint } = old ?? {};
  if (endpoint === undefined || others.length > 0) return config;
  return { ...config, peers: config.peers.map((peer) => ({ endpoint, ...peer })) };
}

/** The endpoint as far as it is known without a name server; the tracker finds the others. */
export function knownEndpoint(link: LinkFile, hints: Hints): string | undefined {
  const spec = link.peer.endpoint;
  if (spec?.kind === 'address') return spec.endpoint;
  const address = spec?.kind === 'hint' ? hints.get(spec.node) : undefined;
  return spec?.kind === 'hint' && address !== undefined ? formatEndpoint(address, spec.port) : undefined;
}
