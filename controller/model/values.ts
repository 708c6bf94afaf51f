import { defaults } from '../inventory/defaults.ts';
import { merge } from '../inventory/merge.ts';
import type { Inventory } from '../inventory/read.ts';
import type { NodeValues } from './network.ts';

/** A node of the inventory with the values that hold for it. */
export interface NodeEntry {
  readonly name: string;
  readonly site: string;
  readonly values: NodeValues;
}

/** All nodes with their values after inheritance (defaults < network < site < node), sorted by name. */
export function nodeEntries(inventory: Inventory): NodeEntry[] {
  const entries: NodeEntry[] = [];
  for (const [site, { file, nodes }] of inventory.sites) {
    const above = merge(defaults, inventory.network, file);
    for (const [name, own] of nodes) {
      // The schemas have checked each level; the defaults fill what none of them says.
      entries.push({ name, site, values: merge(above, own) as unknown as NodeValues });
    }
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
