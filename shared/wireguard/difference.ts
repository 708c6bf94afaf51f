import { canonicalAddress } from '../net/canonical.ts';
import { checkEndpoint } from './config-text.ts';
import type { SecretDeviceState } from './dump.ts';
import type { DeviceConfig, PeerConfig } from './types.ts';

/** One `wg set NAME …`: the arguments after the name, and the key that it reads from /dev/stdin. */
export interface SetCommand {
  readonly args: readonly string[];
  readonly input?: string;
}

/**
 * The `wg set` commands that bring a running device to what `config` asks for; none if it is so already. What is
 * the same is not named: `wg syncconf` gives every peer its AllowedIPs anew, and between taking and giving WireGuard
 * drops packets (1 of 6,305 at 10 ms over 20 releases; on a controller it would concern every node). The endpoint
 * of a peer that has one is left alone. Pure.
 */
export function setCommands(config: DeviceConfig, running: SecretDeviceState): SetCommand[] {
  const wanted = new Set(config.peers.map((peer) => peer.publicKey));
  const removals = running.peers
    .filter((peer) => !wanted.has(peer.publicKey))
    .map((peer): SetCommand => ({ args: ['peer', peer.publicKey, 'remove'] }));
  return [
    ...deviceCommands(config, running),
    ...removals,
    ...config.peers.flatMap((peer) => peerCommands(peer, running)),
  ];
}

function deviceCommands(config: DeviceConfig, running: SecretDeviceState): SetCommand[] {
  const args: string[] = [];
  if (config.listenPort !== undefined && config.listenPort !== running.listenPort) {
    args.push('listen-port', String(config.listenPort));
  }
  if ((config.fwmark ?? 0) !== running.fwmark) args.push('fwmark', String(config.fwmark ?? 0));
  if (config.privateKey !== running.privateKey) {
    return [{ args: [...args, 'private-key', '/dev/stdin'], input: `${config.privateKey}\n` }];
  }
  return args.length === 0 ? [] : [{ args }];
}

function peerCommands(peer: PeerConfig, running: SecretDeviceState): SetCommand[] {
  const other = running.peers.find((candidate) => candidate.publicKey === peer.publicKey);
  const args: string[] = [];
  const psk = peer.presharedKey !== running.presharedKeys.get(peer.publicKey);
  // An empty file takes the key away.
  if (psk) args.push('preshared-key', '/dev/stdin');
  if (other?.endpoint === undefined && peer.endpoint !== undefined)
    args.push('endpoint', checkEndpoint(peer.endpoint));
  if ((peer.persistentKeepalive ?? 0) !== (other?.persistentKeepalive ?? 0)) {
    args.push('persistent-keepalive', String(peer.persistentKeepalive ?? 'off'));
  }
  if (!sameSet(peer.allowedIps.map(canonicalAddress), (other?.allowedIps ?? []).map(canonicalAddress))) {
    args.push('allowed-ips', peer.allowedIps.join(','));
  }
  if (other !== undefined && args.length === 0) return [];
  const command = { args: ['peer', peer.publicKey, ...args] };
  return [
    psk ? { ...command, input: peer.presharedKey === undefined ? '' : `${peer.presharedKey}\n` } : command,
  ];
}

/** The command that takes a peer away and adds it again, so that there is no moment without it. Pure. */
export function renewCommand(peer: PeerConfig): SetCommand {
  const { publicKey, presharedKey, endpoint, persistentKeepalive, allowedIps } = peer;
  const args = ['peer', publicKey, 'remove', 'peer', publicKey];
  if (presharedKey !== undefined) args.push('preshared-key', '/dev/stdin');
  if (endpoint !== undefined) args.push('endpoint', checkEndpoint(endpoint));
  if (persistentKeepalive !== undefined) args.push('persistent-keepalive', String(persistentKeepalive));
  args.push('allowed-ips', allowedIps.join(','));
  return presharedKey === undefined ? { args } : { args, input: `${presharedKey}\n` };
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === new Set(a).size;
}
