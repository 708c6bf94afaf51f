import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabDns } from '../../lab/dns/dns.ts';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import { ipv6Of } from '../../lab/network/ipv6-of.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import type { RecoveryCase, Way } from './cases.ts';

export const sites = ['aachen', 'berlin'] as const;
export type Site = (typeof sites)[number];

/** Two routers with one link, and how they find each other. */
export interface Pair {
  readonly network: LabNetwork;
  /** There where names are looked up. */
  readonly dns: LabDns | undefined;
}

const nameOf = (site: Site) => `${site}.example.test`;

/** Brings the two up, with the link established. Nothing is left when it throws. */
export async function pairFor(
  { natted = false, ttl = 5 }: RecoveryCase,
  way: Way,
  signal: AbortSignal,
): Promise<Pair> {
  const temporary = await mkdtemp(join(tmpdir(), 'towline-recovery-'));
  // The network is named after the folder.
  const folder = join(temporary, 'recovery');
  let network: LabNetwork;
  try {
    for (const [index, site] of sites.entries()) {
      const place = join(folder, 'sites', site, site);
      await mkdir(place, { recursive: true });
      await writeFile(join(folder, 'sites', site, 'site.toml'), '');
      const endpoint = natted && site === 'berlin' ? 'none' : way === 'dns_only' ? nameOf(site) : 'auto';
      const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
      await writeFile(join(place, 'node.toml'), `${lan}endpoint = "${endpoint}"\n`);
    }
    await writeFile(join(folder, 'network.toml'), 'name = "recovery"\n');
    await writeFile(join(folder, 'lab.toml'), natted ? '[node.berlin]\nnat = true\n' : '');
    network = await bringUpNetwork(folder, 1, { signal });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  try {
    if (way !== 'dns_only') return { network, dns: undefined };
    const dns = await LabDns.start(network.lab);
    for (const site of sites) await dns.follow(nameOf(site), site, ttl);
    await network.stopController();
    return { network, dns };
  } catch (error) {
    await network.lab.down();
    throw error;
  }
}

/** Gives sites other public addresses at one moment; DNS learns of it right after. */
export async function moveSites({ network, dns }: Pair, moved: readonly Site[], ttl: number): Promise<void> {
  await Promise.all(moved.map((site) => network.lab.move(site)));
  for (const site of moved) await dns?.follow(nameOf(site), site, ttl);
}

/** Link-local address of a site's end of the link, as the other end reaches it. */
export async function linkAddress({ network }: Pair, site: Site): Promise<string> {
  const [own, other] = site === 'aachen' ? sites : [sites[1], sites[0]];
  const address = await ipv6Of(network.lab, own, `tl-${other}`, 'link');
  return `${address}%tl-${own}`;
}
