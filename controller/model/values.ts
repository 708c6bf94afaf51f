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
  return createEntryReader()(inventory);
}

interface Kept {
  /** The files' values that the entry was merged from. */
  readonly from: readonly object[];
  readonly entry: NodeEntry;
}

/**
 * A reader that keeps the entries: where the files say the same, be it in other words or with other comments, the
 * identical entry comes back.
 */
export function createEntryReader(): (inventory: Inventory) => NodeEntry[] {
  let kept = new Map<string, Kept>();
  return (inventory) => {
    const now: typeof kept = new Map();
    for (const [site, { file, nodes }] of inventory.sites) {
      let above: Record<string, unknown> | undefined;
      for (const [name, own] of nodes) {
        const from = [inventory.network, file, own];
        const before = kept.get(name);
        const isSame = before?.entry.site === site && before.from.every((table, i) => table === from[i]);
        if (isSame) {
          now.set(name, before);
          continue;
        }
        above ??= merge(defaults, inventory.network, file);
        // The schemas have checked each level; the defaults fill what none of them says.
        const values = merge(above, own) as unknown as NodeValues;
        const isEqual = before?.entry.site === site && textOf(before.entry.values) === textOf(values);
        now.set(name, { from, entry: isEqual ? before.entry : { name, site, values } });
      }
    }
    kept = now;
    return [...now.values()].map(({ entry }) => entry).sort((a, b) => (a.name < b.name ? -1 : 1));
  };
}

/** Values as text, in their order: templates may loop over a table. */
function textOf(values: NodeValues): string {
  return JSON.stringify(values, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
