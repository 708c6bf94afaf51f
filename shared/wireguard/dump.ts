import { TowlineError } from '../errors.ts';
import type { DeviceState, PeerState } from './types.ts';

/** A device as `wg show NAME dump` prints it, secrets included: compared in memory and thrown away. */
export interface SecretDeviceState extends DeviceState {
  privateKey: string;
  /** Public key of each peer to its pre-shared key, where it has one. */
  presharedKeys: Map<string, string>;
}

/**
 * Reads `wg show all dump` (wg(8)): a line of 5 fields starts a device, lines of 9 fields are its peers, the
 * fields are separated by tabs. Throws `failed` on anything else.
 */
export function parseAllDump(text: string): Map<string, SecretDeviceState> {
  const devices = new Map<string, SecretDeviceState>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [name = '', ...fields] = line.split('\t');
    if (fields.length === 4) devices.set(name, parseDevice(fields));
    else addPeer(devices.get(name), fields);
  }
  return devices;
}

/** Keeps what may be logged and reported. */
export function withoutSecrets(device: SecretDeviceState): DeviceState {
  const { publicKey, listenPort, fwmark, peers } = device;
  return { publicKey, listenPort, fwmark, peers };
}

function parseDevice(fields: readonly string[]): SecretDeviceState {
  const [privateKey = '', publicKey = '', port = '', mark = ''] = fields;
  return {
    privateKey: orNothing(privateKey) ?? '',
    publicKey: orNothing(publicKey) ?? '',
    listenPort: integer(port),
    fwmark: mark === 'off' ? 0 : integer(mark),
    peers: [],
    presharedKeys: new Map(),
  };
}

function addPeer(device: SecretDeviceState | undefined, fields: readonly string[]): void {
  const [
    publicKey,
    psk = '',
    endpoint = '',
    allowed = '',
    handshake = '',
    received = '',
    sent = '',
    keepalive = '',
  ] = fields;
  if (device === undefined || publicKey === undefined || fields.length !== 8) throw unreadable();
  const presharedKey = orNothing(psk);
  const address = orNothing(endpoint);
  const peer: PeerState = {
    publicKey,
    allowedIps: orNothing(allowed)?.split(',') ?? [],
    latestHandshake: integer(handshake),
    receivedBytes: integer(received),
    sentBytes: integer(sent),
    hasPresharedKey: presharedKey !== undefined,
  };
  if (address !== undefined) peer.endpoint = address;
  if (keepalive !== 'off') peer.persistentKeepalive = integer(keepalive);
  if (presharedKey !== undefined) device.presharedKeys.set(publicKey, presharedKey);
  device.peers.push(peer);
}

function orNothing(field: string): string | undefined {
  return field === '(none)' || field === '' ? undefined : field;
}

function integer(field: string): number {
  if (!/^(0x[0-9a-fA-F]+|\d+)$/.test(field)) throw unreadable();
  return Number(field);
}

// The line itself may hold a key: it is not repeated.
function unreadable(): TowlineError {
  return new TowlineError(
    'failed',
    "the output of 'wg show all dump' is not understood, check the version of wg",
  );
}
