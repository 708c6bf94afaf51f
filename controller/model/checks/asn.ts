import { networkAllocationFile } from '../../inventory/generated.ts';
import { levelFile } from '../../inventory/read.ts';
import type { Check } from './report.ts';

/** Two sites with one AS number, and numbers that no site can have because `asn_base` leads there. */
export function checkAsn({ allocated, at }: Check): void {
  const { inventory, network } = allocated;
  const owner = new Map<number, string>();
  for (const [site, { file }] of inventory.sites) {
    const asn = network.asn[site] ?? 0;
    const other = owner.get(asn);
    owner.set(asn, site);
    if (other !== undefined) {
      const text = `sites ${other} and ${site} would both have AS ${asn}; each site needs its own`;
      const explicit = [site, other].find((name) => inventory.sites.get(name)?.file.asn !== undefined);
      if (explicit === undefined) at(networkAllocationFile, ['asn', site], text);
      else at(levelFile(explicit), ['asn'], text);
    }
    if (file.asn === undefined && (asn === 23_456 || asn === 65_535 || asn > 4_294_967_294)) {
      at(levelFile(), ['asn_base'], `site ${site} would have AS ${asn}, which is none; set another asn_base`);
    }
  }
}
