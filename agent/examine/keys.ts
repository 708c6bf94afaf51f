import { boxPublicKey } from '../../shared/crypto/x25519.ts';
import type { DeviceState, SharedKey } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import type { Look } from './bounded.ts';

export interface KeyPorts {
  readonly wireguard: Pick<WireGuard, 'withOtherKey'>;
  readonly linkPrivateKey: (version: number) => Buffer;
}

/** Which keys of running links are not the bundle's, in words by interface; there is none of the keys in them. */
export async function keyFaults(
  { wireguard, linkPrivateKey }: KeyPorts,
  look: Look,
  { presharedKeys }: Pick<Bundle, 'presharedKeys'>,
  links: readonly LinkFile[],
  devices: ReadonlyMap<string, DeviceState>,
): Promise<Map<string, string[]>> {
  const wanted = new Map(
    links.flatMap(({ interface: name, peer: { publicKey, presharedKey: psk } }) => {
      const key = psk === undefined ? undefined : presharedKeys.get(`${psk.name}:${psk.version}`);
      return psk === undefined ? [] : [[name, { publicKey, ...(key && { presharedKey: key }) }] as const];
    }),
  ) satisfies Map<string, SharedKey>;
  const none = new Set<string>();
  const compare = () => wireguard.withOtherKey(wanted);
  const others = wanted.size === 0 ? none : await look('pre-shared keys', compare, none);
  // Most links have the same one, and to derive it takes a slow router its time.
  const own = new Map<number, string>();
  const ownOf = (version: number) => {
    const known = own.get(version) ?? boxPublicKey(linkPrivateKey(version)).toString('base64');
    own.set(version, known);
    return known;
  };
  return new Map(
    links.map(({ interface: name, privateKey }) => {
      const device = devices.get(name);
      const isOwn = device === undefined || device.publicKey === ownOf(privateKey);
      return [
        name,
        [
          ...(isOwn ? [] : ['has another private key than this node']),
          ...(others.has(name) ? ['has another pre-shared key than its bundle'] : []),
        ],
      ];
    }),
  );
}
