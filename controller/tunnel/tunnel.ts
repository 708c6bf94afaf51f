import { messageOf } from '../../shared/errors.ts';
import { configureInterface } from '../../shared/net/addresses.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceConfig } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { fwmark, managementInterface } from '../../shared/wireguard-names.ts';
import { cannotListen } from '../serve/cannot-listen.ts';
import { guardRules } from './guard.ts';
import type { Roster } from './roster.ts';

/** The controller's end of the management tunnel. */
export interface Tunnel {
  /** Brings interface, addresses, peers and guard to what they should be; harmless to repeat. */
  ensure(): Promise<void>;
  /** Brings the peers to the roster; where that fails, the next look at the endpoints tries again. */
  syncPeers(): Promise<void>;
  /** Where each node's tunnel comes from now, by node number: the public address. */
  endpoints(): Promise<Map<number, string>>;
}

export interface TunnelOptions {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly roster: Roster;
  /** Of the controller, 32 bytes. */
  readonly privateKey: Buffer;
  readonly listenPort: number;
  readonly controllerAddress: string;
  readonly managementPrefix: string;
  /** The public address in what WireGuard calls an endpoint. */
  readonly addressOf: (endpoint: string) => string;
}

// RFC 8200 section 5: the least that IPv6 needs, so that it fits through every access line.
const mtu = 1280;

export function createTunnel(options: TunnelOptions): Tunnel {
  const { run, wireguard, roster } = options;

  let stale = false;

  async function syncPeers(): Promise<void> {
    stale = true;
    await wireguard.sync(managementInterface, deviceConfig());
    stale = false;
  }

  function deviceConfig(): DeviceConfig {
    return {
      privateKey: options.privateKey.toString('base64'),
      listenPort: options.listenPort,
      fwmark,
      peers: roster.all().map((node) => ({
        publicKey: node.managementKey.toString('base64'),
        allowedIps: [`${roster.managementAddress(node.nodeId)}/128`],
      })),
    };
  }

  return {
    async ensure() {
      // The guard first: there is no moment in which the address is there and the guard is not.
      await run('nft', ['-f', '-'], { input: guardRules(options.managementPrefix), timeoutMs: 10_000 });
      try {
        await wireguard.ensureInterface(managementInterface);
        await syncPeers();
        await configureInterface(run, managementInterface, {
          addresses: [`${options.controllerAddress}/64`],
          mtu,
        });
      } catch (error) {
        if (!/address already in use/i.test(messageOf(error))) throw error;
        throw cannotListen(`UDP port ${options.listenPort}`, 'listen.wireguard_port', error);
      }
    },

    syncPeers,

    async endpoints() {
      if (stale) await syncPeers();
      const device = (await wireguard.state()).get(managementInterface);
      if (device === undefined) throw new Error(`interface ${managementInterface} is gone`);
      const found = new Map<number, string>();
      for (const peer of device.peers) {
        const node = roster.withKey(peer.publicKey);
        if (node !== undefined && peer.endpoint !== undefined && peer.latestHandshake > 0) {
          found.set(node.nodeId, options.addressOf(peer.endpoint));
        }
      }
      return found;
    },
  };
}
