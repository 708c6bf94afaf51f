import { TowlineError } from '../errors.ts';
import type { Run } from '../os/run.ts';
import { canonicalAddress } from './canonical.ts';
import { type InterfaceState, readLink } from './link.ts';
import { readSysctl, setSysctl } from './sysctl.ts';

export interface InterfaceConfig {
  /** CIDR; the interface has these and no others. */
  readonly addresses: readonly string[];
  /** Bytes, at least 1280 (RFC 8200 section 5): below, Linux takes all IPv6 addresses away. */
  readonly mtu: number;
}

/**
 * Brings address list, MTU, addr_gen_mode none (before up), rp_filter and `up` to the wanted state by
 * difference; returns the changes made, and as `warning: …` what this process may not set.
 */
export async function configureInterface(run: Run, name: string, config: InterfaceConfig): Promise<string[]> {
  if (config.mtu < 1280)
    throw new TowlineError('invalid', `an MTU of ${config.mtu} is too small for IPv6, 1280 is the least`);
  const changes: string[] = [];
  const ip = async (...args: string[]) => {
    await run('ip', args, { timeoutMs: 10_000 });
    changes.push(`ip ${args.join(' ')}`);
  };

  const before = await readLink(run, name);
  for (const [key, value] of linkSysctls) {
    const { change, warning } = await setSysctl(key.replace('NAME', name), value);
    if (change !== undefined) changes.push(change);
    if (warning !== undefined) changes.push(`warning: ${warning}`);
  }
  if (before.mtu !== config.mtu) await ip('link', 'set', 'dev', name, 'mtu', String(config.mtu));
  // Over netlink, which works where /proc/sys is read-only.
  if ((await readSysctl(`net/ipv6/conf/${name}/addr_gen_mode`)) !== addrGenModeNone)
    await ip('link', 'set', 'dev', name, 'addrgenmode', 'none');

  const now = before.mtu === config.mtu ? before : await readLink(run, name);
  const { missing, extra } = compareAddresses(now, config.addresses);
  for (const address of missing) {
    const flags = address.includes(':') ? ['nodad'] : [];
    await ip('address', 'add', address, 'dev', name, ...flags);
  }
  for (const address of extra) await ip('address', 'delete', address, 'dev', name);
  if (!before.up) await ip('link', 'set', 'dev', name, 'up');
  return changes;
}

// IN6_ADDR_GEN_MODE_NONE of linux/if_link.h: the kernel adds no link-local address of its own.
const addrGenModeNone = '1';

// Loose reverse-path check: with several links a packet may come by another than its answer goes.
const linkSysctls: readonly [string, string][] = [
  ['net/ipv6/conf/NAME/disable_ipv6', '0'],
  ['net/ipv4/conf/NAME/rp_filter', '2'],
];

/** Which addresses an interface lacks, and which it has too many; both in the kernel's form. */
export function compareAddresses(
  link: Pick<InterfaceState, 'addresses'>,
  wanted: readonly string[],
): { missing: string[]; extra: string[] } {
  const target = wanted.map(canonicalAddress);
  return {
    missing: target.filter((address) => !link.addresses.includes(address)),
    extra: link.addresses.filter((address) => !target.includes(address)),
  };
}
