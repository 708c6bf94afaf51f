import type { PeerState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';

/** No session of WireGuard is older (REJECT_AFTER_TIME, 180 s): what is silent for so long has none. */
const sessionMs = 180_000;

/**
 * Has the tunnel speak from the node's new address. wireguard-go goes on sending from an IPv4 address that is gone,
 * for 15 s, unless the endpoint is set anew, to the same. Where there is no session any more, WireGuard may have begun
 * a handshake a moment ago, in vain, and would wait 5 s for the next (REKEY_TIMEOUT): a peer that is new begins at once.
 *
 * @param silentMs since something arrived; undefined if nothing ever did
 */
export async function speakAnew(
  wireguard: Pick<WireGuard, 'setEndpoint' | 'renewPeer'>,
  name: string,
  peer: PeerState,
  silentMs: number | undefined,
): Promise<void> {
  const { publicKey, endpoint, allowedIps, persistentKeepalive } = peer;
  if (endpoint === undefined) return;
  if (silentMs !== undefined && silentMs < sessionMs) {
    await wireguard.setEndpoint(name, publicKey, endpoint);
    return;
  }
  await wireguard.renewPeer(name, {
    publicKey,
    endpoint,
    allowedIps,
    ...(persistentKeepalive === undefined ? {} : { persistentKeepalive }),
  });
}
