import { TowlineError } from '../../shared/errors.ts';
import { configureInterface } from '../../shared/net/addresses.ts';
import { readSysctl } from '../../shared/net/sysctl.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceConfig } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { fwmark, managementInterface } from '../../shared/wireguard-names.ts';
import type { Enrollment } from '../enroll/store.ts';

/** Bytes; the least that IPv6 allows, so that it fits every path. */
const mtu = 1280;
/** Seconds; keeps the way through NAT open for the controller. */
const keepalive = 25;

/**
 * Brings up the interface of the management tunnel, pointed at `endpoint` (address and port), without waiting for the controller. It is the only interface
 * without the links' prefix that the agent makes, and no bundle can reach it.
 */
export async function bringUpManagement(
  run: Run,
  wireguard: WireGuard,
  enrollment: Enrollment,
  privateKey: Buffer,
  endpoint: string,
): Promise<void> {
  const device: DeviceConfig = {
    privateKey: privateKey.toString('base64'),
    fwmark,
    peers: [
      {
        publicKey: enrollment.controllerWireguardPublicKey,
        allowedIps: [`${enrollment.controllerAddress}/128`],
        endpoint,
        persistentKeepalive: keepalive,
      },
    ],
  };
  if ((await readSysctl('net/ipv6/conf/all/forwarding')) === undefined) {
    throw new TowlineError(
      'failed',
      'this kernel runs without IPv6, which every tunnel needs: boot it without ipv6.disable=1',
    );
  }
  await wireguard.ensureInterface(managementInterface);
  await wireguard.sync(managementInterface, device);
  await configureInterface(run, managementInterface, {
    addresses: [`${enrollment.managementAddress}/128`],
    mtu,
  });
  await run(
    'ip',
    ['-6', 'route', 'replace', `${enrollment.controllerAddress}/128`, 'dev', managementInterface],
    {
      timeoutMs: 10_000,
    },
  );
}
