import { stringify } from 'smol-toml';
import {
  checkNetworkAllocation,
  checkNodeAllocation,
  type NetworkAllocation,
  type NodeAllocation,
  networkAllocationFile,
  nodeOfAllocation,
} from '../inventory/generated.ts';
import { generatedHeader } from '../inventory/initial.ts';
import type { Checked } from '../inventory/level.ts';
import { InventoryError, type Problem } from '../inventory/problems.ts';
import type { SourceTree } from '../inventory/source.ts';

export {
  type NetworkAllocation,
  type NodeAllocation,
  networkAllocationFile,
  nodeAllocationFile,
  nodeOfAllocation,
} from '../inventory/generated.ts';

/** What was allocated before. */
export interface Allocations {
  readonly network: NetworkAllocation;
  /** By node name. */
  readonly nodes: ReadonlyMap<string, NodeAllocation>;
}

/** Reads what was allocated before. Throws InventoryError. */
export function readAllocations(tree: SourceTree): Allocations {
  return createAllocationReader()(tree);
}

/** A reader that keeps what it parsed: a file whose text is the same gives the identical object. */
export function createAllocationReader(): (tree: SourceTree) => Allocations {
  let kept = new Map<string, { text: string; value: object }>();
  return (tree) => {
    const now: typeof kept = new Map();
    const allocations = readAll(tree, (check, file, problems) => {
      const text = tree.get(file) ?? '';
      const before = kept.get(file);
      const value = before?.text === text ? before.value : readFile(check, file, text, problems);
      if (value !== undefined) now.set(file, { text, value });
      return value;
    });
    kept = now;
    return allocations;
  };
}

type Check<T> = (file: string, text: string) => Checked<T>;
type Read = (check: Check<object>, file: string, problems: Problem[]) => object | undefined;

function readFile(check: Check<object>, file: string, text: string, problems: Problem[]): object | undefined {
  const checked = check(file, text);
  if ('value' in checked) return checked.value;
  problems.push(...checked.problems);
  return undefined;
}

function readAll(tree: SourceTree, read: Read): Allocations {
  const problems: Problem[] = [];
  if (!tree.has(networkAllocationFile)) {
    throw new InventoryError([
      { file: networkAllocationFile, text: 'missing; towline init writes it, and git has it' },
    ]);
  }
  const network = read(checkNetworkAllocation, networkAllocationFile, problems) as
    | NetworkAllocation
    | undefined;
  const nodes = new Map<string, NodeAllocation>();
  for (const path of tree.keys()) {
    if (!path.startsWith('generated/')) continue;
    const name = nodeOfAllocation(path);
    if (name === undefined) continue;
    const node = read(checkNodeAllocation, path, problems) as NodeAllocation | undefined;
    if (node !== undefined) nodes.set(name, node);
  }
  if (network === undefined || problems.length > 0) throw new InventoryError(problems);
  return { network, nodes };
}

/** The text of a generated file, keys in a fixed order. */
export function formatAllocation(allocation: NetworkAllocation | NodeAllocation): string {
  return generatedHeader + stringify(sortTables(allocation));
}

function sortTables(table: object): object {
  // Scalars keep their order and come first; the entries of a table are sorted by name.
  return Object.fromEntries(
    Object.entries(table)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === 'object'
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      ]),
  );
}
