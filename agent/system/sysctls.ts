import { readLinks } from '../../shared/net/link.ts';
import { readSysctl, setSysctl } from '../../shared/net/sysctl.ts';
import type { Run } from '../../shared/os/run.ts';
import { isManagementInterface, linkInterfacePrefix } from '../../shared/wireguard-names.ts';
import { allowPings } from './ping-group.ts';

/** Kernel parameters in the order in which they have to be set. Pure. */
export function wantedSysctls(foreign: readonly ForeignInterface[]): [name: string, value: string][] {
  return [
    ['net/ipv6/conf/default/disable_ipv6', '0'],
    ['net/ipv6/conf/lo/disable_ipv6', '0'],
    // Before forwarding: with it, Linux stops to take a default route from router advertisements unless
    // accept_ra is 2 (kernel document ip-sysctl, accept_ra). Only where advertisements are taken already.
    ...foreign
      .filter(({ acceptRa }) => acceptRa === '1')
      .map(({ name }): [string, string] => [`net/ipv6/conf/${name}/accept_ra`, '2']),
    ['net/ipv4/ip_forward', '1'],
    ['net/ipv6/conf/all/forwarding', '1'],
    // Loose: the strict check takes the table of unmarked packets and would drop WireGuard's own.
    ...foreign.map(({ name }): [string, string] => [`net/ipv4/conf/${name}/rp_filter`, '2']),
  ];
}

/** An interface that is not ours: an uplink or a LAN; `default` stands for those to come. */
export interface ForeignInterface {
  readonly name: string;
  /** Value of accept_ra; undefined where there is no IPv6. */
  readonly acceptRa: string | undefined;
}

/** Sets what routers need. Resolves to warnings for what this process may not set. */
export async function setSysctls(run: Run): Promise<string[]> {
  const names = (await readLinks(run)).map(({ name }) => name).filter(isForeign);
  const foreign = await Promise.all(
    names.map(async (name) => ({ name, acceptRa: await readSysctl(`net/ipv6/conf/${name}/accept_ra`) })),
  );
  const byDefault = { name: 'default', acceptRa: await readSysctl('net/ipv6/conf/default/accept_ra') };
  const warnings: string[] = [];
  for (const [name, value] of wantedSysctls([...foreign, byDefault])) {
    const { warning } = await setSysctl(name, value);
    if (warning !== undefined) warnings.push(warning);
  }
  return [...warnings, ...(await allowPings())];
}

function isForeign(name: string): boolean {
  return name !== 'lo' && !isManagementInterface(name) && !name.startsWith(linkInterfacePrefix);
}
