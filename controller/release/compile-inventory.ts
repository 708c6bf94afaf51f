import { TowlineError } from '../../shared/errors.ts';
import { type Compilation, compile } from '../compile.ts';
import type { FileChanges } from '../git/inventory.ts';
import type { SourceTree } from '../inventory/source.ts';
import type { Store } from '../store/store.ts';
import { assembleBundle } from './assemble.ts';
import { type Difference, findDifferences } from './differences.ts';
import { enrolledKeys } from './enrolled-keys.ts';

/** An inventory compiled and compared with the newest release. */
export interface CompiledInventory {
  readonly compilation: Compilation;
  /** Number of the newest release; 0 if there is none. */
  readonly base: number;
  /** Sorted by name. */
  readonly differences: readonly Difference[];
}

/** Compiles and compares; writes nothing. Throws InventoryError, `conflict`. */
export function compileInventory(store: Store, tree: SourceTree): CompiledInventory {
  const keys = enrolledKeys(store, tree);
  const compilation = compile({ tree, keys, pskVersion: store.psks.version });
  requireSameNetwork(store, compilation);
  const peers = new Map(compilation.network.nodes.map((node) => [node.name, node.peers]));
  const bundles = compilation.nodes.map((node) =>
    assembleBundle(
      node,
      (peers.get(node.name) ?? []).filter((peer) => keys.has(peer)),
    ),
  );
  const base = store.releases.newest();
  const newest = store.bundles.allAt(base);
  const differences = findDifferences(bundles, newest, store.nodes.allWithRetired());
  return { compilation, base, differences };
}

/** What has to be written so that `generated/` is what the compiler made. */
export function generatedChanges(tree: SourceTree, generated: ReadonlyMap<string, string>): FileChanges {
  const gone = [...tree.keys()].filter((path) => path.startsWith('generated/') && !generated.has(path));
  return new Map<string, string | undefined>([
    ...gone.map((path) => [path, undefined] as const),
    ...generated,
  ]);
}

function requireSameNetwork(store: Store, { network }: Compilation): void {
  if (network.networkId === store.network.get().networkId) return;
  throw new TowlineError(
    'conflict',
    'generated/_network.toml: network_id: this is the inventory of another network: take the file back with git',
  );
}
