import { defaults } from '../../inventory/defaults.ts';
import type { NetworkFile } from '../../inventory/schema.ts';
import { didYouMean } from '../../inventory/suggest.ts';
import type { NodeEntry } from '../values.ts';
import { type Check, fileWith } from './report.ts';

/** Comparisons of names after which no more typos are looked for: the cost of one is small, but not nothing. */
const mostComparisons = 100_000;

type GroupDefinition = NonNullable<NetworkFile['group']>[string];

/**
 * Groups that nobody shares, and hubs that are none. A lonely group may be waiting for its second node: that is a
 * warning, unless its name looks like another's, for then it is a typo which would cost a router its links.
 */
export function checkGroups(check: Check): void {
  const { inventory, entries } = check.allocated;
  const members = membersOf(entries);
  const definitions = inventory.network.group ?? {};
  const names = new Set([...members.keys(), ...Object.keys(definitions)]);
  let comparisons = 0;
  const odd = (group: string, file: string, path: readonly string[], text: string): void => {
    comparisons += names.size;
    const meant =
      comparisons > mostComparisons
        ? ''
        : didYouMean(
            group,
            [...names].filter((other) => !isSeries(group, other)),
          );
    if (meant === '') check.warn(`${file}: ${text}`);
    else check.at(file, path, `${text}${meant}`);
  };

  for (const [group, { first, count }] of members) {
    if (count > 1 || group === defaults.groups[0]) continue;
    const file = fileWith(inventory, first, 'groups');
    odd(group, file, ['groups'], `no other node is in group ${JSON.stringify(group)}`);
  }
  for (const [group, definition] of Object.entries(definitions)) {
    if (!members.has(group))
      odd(group, 'network.toml', ['group', group], `no node is in group ${JSON.stringify(group)}`);
    checkTopology(check, group, definition);
  }
  checkHubs(check, definitions);
}

function checkTopology({ at }: Check, group: string, { topology, hubs }: GroupDefinition): void {
  const path = ['group', group, 'hubs'];
  if (topology === 'hub' && (hubs ?? []).length === 0)
    at('network.toml', path, 'a hub group needs at least one hub, for example hubs = ["berlin"]');
  if (topology !== 'hub' && hubs !== undefined)
    at('network.toml', path, 'only a group with topology = "hub" has hubs');
}

/** Hubs that are no nodes of their group. */
function checkHubs({ allocated, at }: Check, definitions: Readonly<Record<string, GroupDefinition>>): void {
  const withHubs = Object.entries(definitions).filter(([, { topology, hubs }]) => topology === 'hub' && hubs);
  const present = new Map(withHubs.map(([group]) => [group, new Set<string>()]));
  if (withHubs.length === 0) return;
  for (const { name, values } of allocated.entries) {
    for (const group of values.groups) present.get(group)?.add(name);
  }
  for (const [group, { hubs = [] }] of withHubs) {
    const nodes = present.get(group) ?? new Set();
    for (const [index, hub] of hubs.entries()) {
      if (nodes.has(hub)) continue;
      const text = `${JSON.stringify(hub)} is no node of this group${didYouMean(hub, nodes)}`;
      at('network.toml', ['group', group, 'hubs', index], text);
    }
  }
}

/** How many nodes a group has, and the first of them. */
function membersOf(entries: readonly NodeEntry[]): Map<string, { first: NodeEntry; count: number }> {
  const members = new Map<string, { first: NodeEntry; count: number }>();
  for (const entry of entries) {
    for (const group of entry.values.groups) {
      const known = members.get(group);
      if (known === undefined) members.set(group, { first: entry, count: 1 });
      else known.count++;
    }
  }
  return members;
}

/** The same name, or names that differ in a number alone, such as `region-1` and `region-2`: nobody mistyped those. */
function isSeries(a: string, b: string): boolean {
  return a.replaceAll(/\d+/g, '#') === b.replaceAll(/\d+/g, '#');
}
