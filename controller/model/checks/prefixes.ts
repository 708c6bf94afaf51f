import { contains, overlaps, type Prefix, parsePrefix } from '../../inventory/prefix.ts';
import type { NodeEntry } from '../values.ts';
import { poolsOf } from './pools.ts';
import { type Check, fileWith } from './report.ts';

/** A LAN as a site announces it: by the first node that has it. */
interface Claim {
  readonly prefix: Prefix;
  readonly entry: NodeEntry;
  readonly index: number;
}

/**
 * LANs of two sites that are the same or within one another, LANs in a pool, and LANs that the network does not
 * permit. Default routes are nobody's own: any site may announce one. The nodes of one site share its LANs.
 */
export function checkPrefixes(check: Check): void {
  const claims = claimsOf(check);
  checkOverlaps(check, claims);
  const permitted = (check.allocated.inventory.network.prefixes ?? []).flatMap(
    (text) => parsePrefix(text) ?? [],
  );
  const pools = poolsOf(check.allocated);
  for (const claim of claims) {
    const { prefix } = claim;
    if (permitted.length > 0 && !permitted.some((outer) => contains(outer, prefix))) {
      report(
        check,
        claim,
        `${prefix.text} lies outside of what network.toml permits (prefixes = ${JSON.stringify(permitted.map(({ text }) => text))}): every other router would refuse it`,
      );
    }
    for (const pool of pools) {
      if (!overlaps(pool.prefix, prefix)) continue;
      const how = contains(pool.prefix, prefix) ? 'lies in' : 'contains';
      report(check, claim, `${prefix.text} ${how} ${pool.what} ${pool.prefix.text}`);
    }
  }
}

/** Each LAN of each site once, default routes aside. */
function claimsOf({ allocated, memory }: Check): Claim[] {
  const claims: Claim[] = [];
  const seen = new Map<string, Set<string>>();
  for (const entry of allocated.entries) {
    const { lan } = entry.values;
    if (lan.length === 0) continue;
    const ofSite = seen.get(entry.site) ?? new Set<string>();
    seen.set(entry.site, ofSite);
    const prefixes = memory.lans.get(lan) ?? lan.flatMap((text) => parsePrefix(text) ?? []);
    memory.lans.set(lan, prefixes);
    for (const [index, prefix] of prefixes.entries()) {
      if (prefix.bits === 0 || ofSite.has(prefix.text)) continue;
      ofSite.add(prefix.text);
      claims.push({ prefix, entry, index });
    }
  }
  return claims;
}

/** Sorted by where they begin, larger ones first, the prefixes around one are those still open when it begins. */
function checkOverlaps(check: Check, claims: readonly Claim[]): void {
  const open: Claim[] = [];
  for (const claim of [...claims].sort(byPlace)) {
    while (isOver(open.at(-1)?.prefix, claim.prefix)) open.pop();
    const around = open.findLast((other) => other.entry.site !== claim.entry.site);
    if (around !== undefined) {
      const [own, other] = [claim.prefix.text, around.prefix.text];
      const text =
        own === other
          ? `${own} is already a LAN of site ${around.entry.site}`
          : `${own} lies in ${other}, a LAN of site ${around.entry.site}`;
      report(check, claim, text);
    }
    open.push(claim);
  }
}

function isOver(before: Prefix | undefined, now: Prefix): boolean {
  return before !== undefined && (before.family !== now.family || before.last < now.first);
}

/** Array.prototype.sort is stable: of equal ones the first node's comes first. */
function byPlace({ prefix: a }: Claim, { prefix: b }: Claim): number {
  if (a.family !== b.family) return a.family - b.family;
  return a.first < b.first ? -1 : a.first > b.first ? 1 : a.bits - b.bits;
}

function report({ allocated, at }: Check, { entry, index }: Claim, text: string): void {
  at(fileWith(allocated.inventory, entry, 'lan'), ['lan', index], text);
}
