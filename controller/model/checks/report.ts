import type { Allocated } from '../../allocate/allocate.ts';
import { formatKey } from '../../inventory/keys.ts';
import { lineIn, linesOf } from '../../inventory/lines.ts';
import type { Prefix } from '../../inventory/prefix.ts';
import { formatProblem, type Problem } from '../../inventory/problems.ts';
import { type Inventory, levelFile } from '../../inventory/read.ts';
import type { SourceTree } from '../../inventory/source.ts';
import type { NodeEntry } from '../values.ts';

/** What is kept from one check to the next: by objects that stay the same while nothing changes. */
export interface CheckMemory {
  /** A node's LANs as prefixes. */
  readonly lans: WeakMap<readonly string[], readonly Prefix[]>;
  /** Ports of nodes in which nothing was wrong. */
  readonly goodPorts: WeakSet<object>;
}

/** What a check looks at and where it says what it found. */
export interface Check {
  readonly allocated: Allocated;
  readonly memory: CheckMemory;
  /** Reports a problem at a key of a file; the line is looked up. */
  readonly at: (file: string, path: readonly PropertyKey[], text: string) => void;
  readonly warn: (text: string) => void;
}

/** Collects problems, each once. */
export function createCheck(
  tree: SourceTree,
  allocated: Allocated,
  memory: CheckMemory,
): { check: Check; problems: () => Problem[]; warnings: string[] } {
  const found = new Map<string, Problem>();
  const lines = new Map<string, ReadonlyMap<string, number>>();
  const warnings: string[] = [];
  const linesIn = (file: string) => {
    const known = lines.get(file) ?? linesOf(tree.get(file) ?? '');
    lines.set(file, known);
    return known;
  };
  const check: Check = {
    allocated,
    memory,
    at: (file, path, text) => {
      const problem = { file, key: formatKey(path), text, line: lineIn(linesIn(file), path) };
      // What a site says is found wrong at each of its nodes.
      found.set(formatProblem(problem), problem);
    },
    warn: (text) => warnings.push(text),
  };
  return { check, problems: () => [...found.values()], warnings };
}

/** The file that says a key for a node: the nearest level that has it, else the node's own. */
export function fileWith(inventory: Inventory, entry: NodeEntry, ...path: readonly string[]): string {
  const site = inventory.sites.get(entry.site);
  const node = levelFile(entry.site, entry.name);
  if (says(site?.nodes.get(entry.name), path)) return node;
  if (says(site?.file, path)) return levelFile(entry.site);
  return says(inventory.network, path) ? levelFile() : node;
}

function says(table: unknown, path: readonly string[]): boolean {
  let here = table;
  for (const key of path) {
    // Names are the admin's: one may be what every object has.
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false;
    here = (here as Record<string, unknown>)[key];
  }
  return here !== undefined;
}
