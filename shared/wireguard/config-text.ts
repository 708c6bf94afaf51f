import { isIP } from 'node:net';
import { parseWireGuardKey } from '../crypto/x25519.ts';
import { TowlineError } from '../errors.ts';
import type { DeviceConfig, PeerConfig } from './types.ts';

const noPresharedKey = Buffer.alloc(32).toString('base64');

/**
 * Text for `wg syncconf` (wg(8), CONFIGURATION FILE FORMAT) of a device without peers. Throws `invalid` for what `wg` would read differently than meant.
 */
export function formatSyncText(config: DeviceConfig): string {
  const lines = [
    '[Interface]',
    `PrivateKey = ${key(config.privateKey, 'private')}`,
    `ListenPort = ${config.listenPort ?? 0}`,
    `FwMark = ${config.fwmark ?? 0}`,
  ];
  for (const peer of config.peers) lines.push(...peerLines(peer));
  return `${lines.join('\n')}\n`;
}

function peerLines(peer: PeerConfig): string[] {
  const endpoint = peer.endpoint === undefined ? [] : [`Endpoint = ${checkEndpoint(peer.endpoint)}`];
  return [
    '[Peer]',
    `PublicKey = ${key(peer.publicKey, 'public')}`,
    `PresharedKey = ${key(peer.presharedKey ?? noPresharedKey, 'pre-shared')}`,
    ...(peer.allowedIps.length === 0 ? [] : [`AllowedIPs = ${peer.allowedIps.map(checkPrefix).join(', ')}`]),
    ...endpoint,
    `PersistentKeepalive = ${peer.persistentKeepalive ?? 'off'}`,
  ];
}

/** An endpoint taken apart, or undefined unless it is `address:port` or `[address]:port` (a name is none). */
export function parseEndpoint(endpoint: string): { address: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(endpoint);
  const address = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (address === undefined || port < 1 || port > 65_535) return undefined;
  return isIP(address) === (match?.[1] === undefined ? 4 : 6) ? { address, port } : undefined;
}

/** The address of an endpoint; undefined where there is none. */
export function endpointAddress(endpoint: string | undefined): string | undefined {
  return endpoint === undefined ? undefined : parseEndpoint(endpoint)?.address;
}

/** `address:port`, or `[address]:port` for IPv6. */
export function formatEndpoint(address: string, port: number): string {
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The endpoint itself. Throws `invalid` for a name: `wg` would ask a resolver, for up to 72 s. */
export function checkEndpoint(endpoint: string): string {
  if (parseEndpoint(endpoint) !== undefined) return endpoint;
  throw new TowlineError(
    'invalid',
    `${JSON.stringify(endpoint)} is no address with a port, resolve names first`,
  );
}

function checkPrefix(prefix: string): string {
  const [address = '', length = '', ...rest] = prefix.split('/');
  const family = isIP(address);
  if (
    family !== 0 &&
    rest.length === 0 &&
    /^\d{1,3}$/.test(length) &&
    Number(length) <= (family === 4 ? 32 : 128)
  ) {
    return prefix;
  }
  throw new TowlineError(
    'invalid',
    `${JSON.stringify(prefix)} is no prefix, expected for example 10.0.0.0/8`,
  );
}

function key(text: string, kind: string): string {
  if (parseWireGuardKey(text) !== undefined) return text;
  throw new TowlineError('invalid', `a ${kind} key of WireGuard is not 32 bytes in base64`);
}
