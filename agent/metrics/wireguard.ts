import type { Registry } from 'prom-client';
import { counter, gauge, type Series } from '../../shared/metrics/series.ts';
import type { DeviceState, PeerState } from '../../shared/wireguard/types.ts';
import { isManagementInterface } from '../../shared/wireguard-names.ts';

/**
 * WireGuard under the names of prometheus_wireguard_exporter, without endpoints: they change, and each would make a
 * series of its own.
 *
 * @param peers names of the nodes behind interfaces; the management tunnel is not among them
 */
export function registerWireGuard(
  registry: Registry,
  devices: () => ReadonlyMap<string, DeviceState>,
  peers: () => ReadonlyMap<string, string>,
): void {
  const labels = ['interface', 'public_key', 'allowed_ips', 'friendly_name'];
  const each = (value: (peer: PeerState) => number) => (): Series => {
    const names = peers();
    return [...devices()].flatMap(([name, device]) => {
      const friendly_name = names.get(name) ?? (isManagementInterface(name) ? 'controller' : '');
      return device.peers.map((peer) => {
        const keys = { public_key: peer.publicKey, allowed_ips: peer.allowedIps.join(',') };
        return [{ interface: name, ...keys, friendly_name }, value(peer)] as const;
      });
    });
  };
  counter(
    registry,
    'wireguard_sent_bytes_total',
    'Bytes sent to the peer.',
    labels,
    each(({ sentBytes }) => sentBytes),
  );
  counter(
    registry,
    'wireguard_received_bytes_total',
    'Bytes received from the peer.',
    labels,
    each(({ receivedBytes }) => receivedBytes),
  );
  gauge(
    registry,
    'wireguard_latest_handshake_seconds',
    'Unix time of the last handshake with the peer, 0 if there was none.',
    labels,
    each(({ latestHandshake }) => latestHandshake),
  );
}
