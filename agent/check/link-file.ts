import { isIP } from 'node:net';
import { parseWireGuardKey } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { fwmark, linkInterfacePrefix } from '../../shared/wireguard-names.ts';
import { type EndpointSpec, parseEndpointSpec } from './endpoint-spec.ts';
import { parseSections, type Section } from './sections.ts';

/** A version of a link's pre-shared key, `@psk:<link>:<version>` in the file. */
export interface PskReference {
  /** Name of the secret, for example `psk:berlin--hamburg`. */
  readonly name: string;
  readonly version: number;
}

/** One WireGuard file of a bundle, as typed values. It holds references instead of keys. */
export interface LinkFile {
  readonly interface: string;
  /** The file's text, for comparing two bundles. */
  readonly text: string;
  /** Version of this node's key for its links, `@private` or `@private:<version>` in the file. */
  readonly privateKey: number;
  readonly listenPort: number;
  readonly addresses: readonly string[];
  /** Bytes. */
  readonly mtu: number;
  readonly peer: {
    /** Base64. */
    readonly publicKey: string;
    readonly presharedKey?: PskReference;
    readonly allowedIps: readonly string[];
    /** Absent: only the other end dials. */
    readonly endpoint?: EndpointSpec;
    /** Seconds; 0 is off. */
    readonly persistentKeepalive: number;
  };
}

/**
 * Parses `wireguard/<interface>.conf`. Whatever is not known here (PostUp above all, which wg-quick would give
 * to a shell) is refused. Throws `invalid` with the file's name and the line.
 */
export function parseLinkFile(file: string, text: string): LinkFile {
  const name = file.replace(/\.conf$/, '');
  const fail = (reason: string) => new TowlineError('invalid', `wireguard/${file}: ${reason}`);
  if (!file.endsWith('.conf') || !/^tl-[A-Za-z0-9._-]{1,12}$/.test(name)) {
    throw fail(
      `expected a name such as ${linkInterfacePrefix}hamburg.conf, at most 15 bytes without the ending`,
    );
  }
  const [device, peer, ...more] = parseSections(text, fail);
  if (device?.name !== 'Interface' || peer?.name !== 'Peer' || more.length > 0) {
    throw fail('expected one [Interface] and one [Peer]');
  }
  const [privateKey, mark] = [device.take('PrivateKey'), device.take('FwMark')];
  if (Number(mark) !== fwmark) throw fail(`FwMark has to be 0x${fwmark.toString(16)}`);
  const endpoint = peer.takeOptional('Endpoint');
  const psk = peer.takeOptional('PresharedKey');
  const link: LinkFile = {
    interface: name,
    text,
    privateKey: privateKeyVersion(privateKey, fail),
    listenPort: integer(device, 'ListenPort', 1, 65_535, fail),
    addresses: prefixes(device, 'Address', fail),
    mtu: integer(device, 'MTU', 1280, 65_535, fail),
    peer: {
      publicKey: publicKey(peer.take('PublicKey'), fail),
      ...(psk === undefined ? {} : { presharedKey: pskReference(psk, fail) }),
      allowedIps: prefixes(peer, 'AllowedIPs', fail),
      ...(endpoint === undefined ? {} : { endpoint: parseEndpointSpec(endpoint, fail) }),
      persistentKeepalive: peer.has('PersistentKeepalive')
        ? integer(peer, 'PersistentKeepalive', 0, 65_535, fail)
        : 0,
    },
  };
  device.refuseRest();
  peer.refuseRest();
  return link;
}

type Fail = (reason: string) => TowlineError;

function integer(section: Section, key: string, least: number, most: number, fail: Fail): number {
  const text = section.take(key);
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= least && value <= most) return value;
  throw fail(`${key} has to be a number from ${least} to ${most}`);
}

function prefixes(section: Section, key: string, fail: Fail): string[] {
  return section
    .take(key)
    .split(',')
    .map((part) => {
      const [address = '', length = '', ...rest] = part.trim().split('/');
      const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
      if (rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > most) {
        throw fail(`${key} has to be prefixes such as fe80::1/64`);
      }
      return part.trim();
    });
}

function publicKey(text: string, fail: Fail): string {
  if (parseWireGuardKey(text) === undefined) throw fail('PublicKey has to be 32 bytes in base64');
  return text;
}

function pskReference(text: string, fail: Fail): PskReference {
  const match = /^@(psk:[a-z0-9-]{1,130}):([1-9]\d{0,8})$/.exec(text);
  if (match?.[1] === undefined)
    throw fail('PresharedKey has to be a reference such as @psk:berlin--hamburg:1');
  return { name: match[1], version: Number(match[2]) };
}

function privateKeyVersion(text: string, fail: Fail): number {
  const match = /^@private(?::([1-9]\d{0,8}))?$/.exec(text);
  if (match === null) throw fail('PrivateKey has to be @private, or a reference such as @private:2');
  return Number(match[1] ?? 1);
}
