import { canonicalAddress } from '../net/canonical.ts';
import type { SecretDeviceState } from './dump.ts';
import type { DeviceConfig, PeerConfig } from './types.ts';

/** Whether a running device is what `config` asks for, endpoints aside (they roam). */
export function isInSync(config: DeviceConfig, running: SecretDeviceState): boolean {
  return (
    config.privateKey === running.privateKey &&
    (config.listenPort === undefined || config.listenPort === running.listenPort) &&
    (config.fwmark ?? 0) === running.fwmark &&
    config.peers.length === running.peers.length &&
    config.peers.every((peer) => isPeerInSync(peer, running))
  );
}

function isPeerInSync(peer: PeerConfig, running: SecretDeviceState): boolean {
  const other = running.peers.find((candidate) => candidate.publicKey === peer.publicKey);
  return (
    other !== undefined &&
    peer.presharedKey === running.presharedKeys.get(peer.publicKey) &&
    (peer.persistentKeepalive ?? 0) === (other.persistentKeepalive ?? 0) &&
    sameSet(peer.allowedIps.map(canonicalAddress), other.allowedIps.map(canonicalAddress)) &&
    (peer.endpoint === undefined || other.endpoint !== undefined)
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === new Set(a).size;
}
