import { TowlineError } from '../../shared/errors.ts';
import { configureInterface } from '../../shared/net/addresses.ts';
import { readSysctl } from '../../shared/net/sysctl.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceConfig } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { fwmark, type ManagementInterface } from '../../shared/wireguard-names.ts';
import type { Enrollment } from '../enroll/store.ts';
import type { TunnelPlace } from './place.ts';

/** Bytes; the least that IPv6 allows, so that it fits every path. */
const mtu = 1280;
const timeoutMs = 10_000;

/** The node's ends of the management tunnel: one, and a second one beside it while the tunnel moves. */
export interface ManagementEnds {
  /**
   * Brings up the interface of a place, pointed at `endpoint` (address and port), without waiting for the
   * controller; by difference where it is there. No bundle can reach it: it lacks the links' prefix.
   */
  bringUp(place: TunnelPlace, endpoint: string): Promise<void>;
  /** Leads the packets for the controller through this interface. */
  route(name: ManagementInterface): Promise<void>;
  /** Through which interface they go now; undefined where there is no way. */
  routed(): Promise<string | undefined>;
}

/**
 * @param privateKey of the node's end, 32 bytes
 * @param keepaliveS seconds; packets keep the way through NAT open for the controller, begin the first handshake at
 * once, and show the controller that the NAT has another address now
 */
export function managementEnds(
  run: Run,
  wireguard: WireGuard,
  addresses: Pick<Enrollment, 'managementAddress' | 'controllerAddress'>,
  privateKey: Buffer,
  keepaliveS: number,
): ManagementEnds {
  const { managementAddress, controllerAddress } = addresses;
  return {
    async bringUp(place, endpoint) {
      const device: DeviceConfig = {
        privateKey: privateKey.toString('base64'),
        fwmark,
        peers: [
          {
            publicKey: place.controllerKey,
            allowedIps: [`${controllerAddress}/128`],
            endpoint,
            persistentKeepalive: keepaliveS,
          },
        ],
      };
      if ((await readSysctl('net/ipv6/conf/all/forwarding')) === undefined) {
        throw new TowlineError(
          'failed',
          'this kernel runs without IPv6, which every tunnel needs: boot it without ipv6.disable=1',
        );
      }
      await wireguard.ensureInterface(place.interface);
      await wireguard.sync(place.interface, device);
      await configureInterface(run, place.interface, { addresses: [`${managementAddress}/128`], mtu });
    },
    async route(name) {
      await run('ip', ['-6', 'route', 'replace', `${controllerAddress}/128`, 'dev', name], { timeoutMs });
    },
    async routed() {
      const text = await run('ip', ['-json', '-6', 'route', 'show', `${controllerAddress}/128`], {
        timeoutMs,
      });
      const [route] = (text.trim() === '' ? [] : JSON.parse(text)) as readonly { readonly dev?: string }[];
      return route?.dev;
    },
  };
}
