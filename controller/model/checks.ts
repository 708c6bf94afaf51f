import ipaddr from 'ipaddr.js';
import { loopbackPools, networkPrefixes } from '../allocate/addresses.ts';
import type { Allocated } from '../allocate/allocate.ts';
import { defaults } from '../inventory/defaults.ts';
import type { Problem } from '../inventory/problems.ts';
import { levelFile } from '../inventory/read.ts';
import { familyOf } from '../inventory/scalars.ts';
import type { SourceTree } from '../inventory/source.ts';
import { didYouMean } from '../inventory/suggest.ts';
import { lineOf } from '../inventory/toml.ts';
import type { NodeEntry } from './values.ts';

/** What one file cannot show: contradictions between sites and nodes. */
export function checkNetwork(
  tree: SourceTree,
  allocated: Allocated,
): { problems: Problem[]; warnings: string[] } {
  const problems: Problem[] = [];
  const at = (file: string, path: readonly PropertyKey[], text: string) => {
    const source = tree.get(file);
    problems.push({
      file,
      key: path.map(String).join('.'),
      text,
      line: source === undefined ? undefined : lineOf(source, path),
    });
  };
  const lonely = checkGroups(tree, allocated, at);
  checkAsn(allocated, at);
  checkPrefixes(tree, allocated, at);
  checkEndpoints(allocated, at);
  return { problems, warnings: [...lonely, ...waiting(allocated)] };
}

type Report = (file: string, path: readonly PropertyKey[], text: string) => void;

/** Reports what is wrong and returns what is only odd: a group may be waiting for its second node. */
function checkGroups(tree: SourceTree, allocated: Allocated, at: Report): string[] {
  const warnings: string[] = [];
  const members = new Map<string, NodeEntry[]>();
  for (const entry of allocated.entries) {
    for (const group of entry.values.groups) {
      const list = members.get(group);
      if (list === undefined) members.set(group, [entry]);
      else list.push(entry);
    }
  }
  const definitions = allocated.inventory.network.group ?? {};
  const names = new Set([...members.keys(), ...Object.keys(definitions)]);
  /** A name that looks like another one is a typo, which would cost a router its links. */
  const oddity = (group: string, file: string, path: readonly string[], text: string): void => {
    const meant = didYouMean(
      group,
      [...names].filter((name) => name !== group),
    );
    if (meant === '') warnings.push(`${file}: ${text}`);
    else at(file, path, `${text}${meant}`);
  };
  for (const [group, [only, ...others]] of members) {
    if (only === undefined || others.length > 0 || group === defaults.groups[0]) continue;
    oddity(
      group,
      fileWith(tree, only, 'groups'),
      ['groups'],
      `no other node is in group ${JSON.stringify(group)}`,
    );
  }
  for (const [group, definition] of Object.entries(definitions)) {
    const present = (members.get(group) ?? []).map((entry) => entry.name);
    if (present.length === 0)
      oddity(group, 'network.toml', ['group', group], `no node is in group ${JSON.stringify(group)}`);
    if (definition.topology === 'hub' && (definition.hubs ?? []).length === 0) {
      at(
        'network.toml',
        ['group', group, 'hubs'],
        'a hub group needs at least one hub, for example hubs = ["berlin"]',
      );
    }
    if (definition.topology !== 'hub' && definition.hubs !== undefined) {
      at('network.toml', ['group', group, 'hubs'], 'only a group with topology = "hub" has hubs');
    }
    for (const [index, hub] of (definition.hubs ?? []).entries()) {
      if (!present.includes(hub))
        at(
          'network.toml',
          ['group', group, 'hubs', index],
          `${JSON.stringify(hub)} is no node of this group${didYouMean(hub, present)}`,
        );
    }
  }
  return warnings;
}

function checkAsn(allocated: Allocated, at: Report): void {
  const owner = new Map<number, string>();
  for (const site of allocated.inventory.sites.keys()) {
    const asn = allocated.network.asn[site] ?? 0;
    const other = owner.get(asn);
    if (other !== undefined) {
      const explicit = allocated.inventory.sites.get(site)?.file.asn === undefined ? other : site;
      at(
        levelFile(explicit),
        ['asn'],
        `sites ${other} and ${site} would both have AS ${asn}; each site needs its own`,
      );
    }
    owner.set(asn, site);
  }
}

function checkPrefixes(tree: SourceTree, allocated: Allocated, at: Report): void {
  const owner = new Map<string, NodeEntry>();
  const pools = loopbackPools(allocated.network.ula, allocated.inventory.network);
  const inside = [
    { what: 'the management prefix', prefix: networkPrefixes(allocated.network.ula).management },
    { what: 'the pool of IPv4 loopbacks', prefix: pools.v4 },
    { what: 'the pool of IPv6 loopbacks', prefix: pools.v6 },
  ];
  for (const entry of allocated.entries) {
    for (const [index, prefix] of entry.values.lan.entries()) {
      const file = fileWith(tree, entry, 'lan');
      const other = owner.get(prefix);
      // The nodes of one site announce the same LAN.
      if (other !== undefined && other.site !== entry.site) {
        at(file, ['lan', index], `${prefix} is already a LAN of site ${other.site}`);
      }
      if (other === undefined) owner.set(prefix, entry);
      const permitted = entry.values.prefixes;
      if (
        permitted.length > 0 &&
        !/^(0\.0\.0\.0|::)\/0$/.test(prefix) &&
        !permitted.some((outer) => contains(outer, prefix))
      ) {
        at(
          file,
          ['lan', index],
          `${prefix} lies outside of what network.toml permits (prefixes = ${JSON.stringify(permitted)}): every other router would refuse it`,
        );
      }
      for (const pool of inside) {
        if (contains(pool.prefix, prefix))
          at(file, ['lan', index], `${prefix} lies in ${pool.what} ${pool.prefix}`);
      }
    }
  }
}

function checkEndpoints(allocated: Allocated, at: Report): void {
  const entries = new Map(allocated.entries.map((entry) => [entry.name, entry]));
  for (const link of allocated.links) {
    const [a, b] = [entries.get(link.a), entries.get(link.b)];
    if (a?.values.endpoint === 'none' && b?.values.endpoint === 'none') {
      at(
        levelFile(b.site, b.name),
        ['endpoint'],
        `${a.name} and ${b.name} have a link and both say "none": neither could dial the other`,
      );
    }
  }
}

function waiting(allocated: Allocated): string[] {
  const names = allocated.entries
    .map((entry) => entry.name)
    .filter((name) => allocated.nodes.get(name)?.public_keys === undefined);
  return names.length === 0 ? [] : [`not enrolled yet, so without bundle and links: ${names.join(', ')}`];
}

/** The file that says `key` for a node: the nearest level that has it. */
function fileWith(tree: SourceTree, entry: NodeEntry, key: string): string {
  const files = [levelFile(entry.site, entry.name), levelFile(entry.site), levelFile()];
  const said = files.find((file) => new RegExp(`^\\s*${key}\\s*=`, 'm').test(tree.get(file) ?? ''));
  return said ?? files[0] ?? levelFile();
}

/** Whether `outer` contains all of `inner`. */
function contains(outer: string, inner: string): boolean {
  if (familyOf(outer) !== familyOf(inner)) return false;
  const [network, bits] = ipaddr.parseCIDR(outer);
  const [address, innerBits] = ipaddr.parseCIDR(inner);
  return innerBits >= bits && address.match(network, bits);
}
