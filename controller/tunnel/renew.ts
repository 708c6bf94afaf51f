import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { type PeerMemory, watchSilence } from '../../shared/wireguard/silence.ts';
import type { PeerState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { isManagementInterface } from '../../shared/wireguard-names.ts';
import type { Roster } from './roster.ts';

export interface RenewOptions {
  readonly wireguard: Pick<WireGuard, 'state' | 'renewPeer'>;
  /** Only peers that are nodes are renewed: one that was revoked meanwhile must not come back. */
  readonly roster: Pick<Roster, 'withKey'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is remembered of the nodes' peers, by interface and key. */
export type SilenceMemories = Map<string, PeerMemory>;

const intervalMs = 30_000;
/** After an outage of our own all nodes are due at once; their peers must not take the machine for minutes. */
const mostPerLook = 100;

/**
 * Takes nodes that fell silent away from the management tunnel and adds them again, with endpoint and address, so
 * that WireGuard forgets the timestamp of a clock that ran ahead. Ends when the signal is aborted.
 */
export async function renewSilentPeers(options: RenewOptions, signal: AbortSignal): Promise<void> {
  const memories: SilenceMemories = new Map();
  while (!signal.aborted) {
    try {
      await renewOnce(options, memories);
    } catch (error) {
      options.log.warn({ reason: messageOf(error) }, 'silent nodes cannot be looked after, trying again');
    }
    await options.clock.sleep(intervalMs, signal).catch(() => undefined);
  }
}

/** One look at all nodes: one command for each that is due, none for the others. Resolves to the names renewed. */
export async function renewOnce(options: RenewOptions, memories: SilenceMemories): Promise<string[]> {
  const { wireguard, roster, clock, log } = options;
  const renewed: string[] = [];
  const seen = new Set<string>();
  for (const [name, { peers }] of await wireguard.state()) {
    if (!isManagementInterface(name)) continue;
    for (const peer of peers) {
      const id = `${name} ${peer.publicKey}`;
      seen.add(id);
      const look = { receivedBytes: peer.receivedBytes, nowMs: clock.monotonic(), random: Math.random() };
      const { memory, isDue } = watchSilence(memories.get(id), look);
      if (isDue && renewed.length === mostPerLook) continue;
      memories.set(id, memory);
      const node = isDue ? roster.withKey(peer.publicKey) : undefined;
      if (node === undefined) continue;
      await wireguard.renewPeer(name, configOf(peer));
      log.info({ node: node.name }, 'nothing came from it for minutes, its peer is renewed');
      renewed.push(node.name);
    }
  }
  for (const id of memories.keys()) if (!seen.has(id)) memories.delete(id);
  return renewed;
}

/** The peer as it is; peers of the management tunnel have no pre-shared key. */
function configOf({ publicKey, allowedIps, endpoint, persistentKeepalive }: PeerState) {
  return {
    publicKey,
    allowedIps,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(persistentKeepalive === undefined ? {} : { persistentKeepalive }),
  };
}
