import { TowlineError } from '../../shared/errors.ts';
import type { Compilation } from '../compile.ts';
import type { FileChanges } from '../git/work-files.ts';
import type { SourceTree } from '../inventory/source.ts';
import { linkTurns } from '../rotation/turns.ts';
import type { BundleHead } from '../store/bundles.ts';
import type { ReleaseContext } from './context.ts';
import { type Difference, findDifferences } from './differences.ts';
import { enrolledKeys } from './enrolled-keys.ts';
import type { ReleaseSink } from './sink.ts';

/** An inventory compiled, to be compared with the newest release. */
export interface CompiledInventory {
  readonly compilation: Compilation;
  /** Number of the newest release; 0 if there is none. */
  readonly base: number;
  /** Renders what may differ and gives what does, sorted by name. Throws InventoryError, `failed`. */
  differences(): AsyncGenerator<Difference>;
  /** Renders every node and gives it as added. Throws like `differences`. */
  everything(): AsyncGenerator<Difference>;
}

/** Compiles; writes nothing. Throws InventoryError, `conflict`. */
export function compileInventory(
  { store, compiler, renderer, digests }: ReleaseContext,
  tree: SourceTree,
  sink: Pick<ReleaseSink, 'progress'>,
): CompiledInventory {
  const nodes = store.nodes.allWithRetired();
  const keys = enrolledKeys(nodes, compiler.allocations(tree), tree);
  const compilation = compiler.compile({
    tree,
    keys,
    pskVersion: store.psks.versions(),
    turns: linkTurns(store),
  });
  requireSameNetwork(store.network.get().networkId, compilation);
  const base = store.releases.newest();
  const compareWith = (newest: readonly BundleHead[]) =>
    findDifferences({
      compilation,
      newest,
      nodes,
      renderer,
      digests,
      onRendered: (done, total) => sink.progress('rendering', done, total),
    });
  return {
    compilation,
    base,
    differences: () => compareWith(store.bundles.headsAt(base)),
    everything: () => compareWith([]),
  };
}

/** What has to be written so that `generated/` is what the compiler made. */
export function generatedChanges(tree: SourceTree, generated: ReadonlyMap<string, string>): FileChanges {
  const changes = new Map<string, string | undefined>();
  for (const path of tree.keys()) {
    if (path.startsWith('generated/') && !generated.has(path)) changes.set(path, undefined);
  }
  for (const [path, text] of generated) if (tree.get(path) !== text) changes.set(path, text);
  return changes;
}

function requireSameNetwork(networkId: string, { network }: Compilation): void {
  if (network.networkId === networkId) return;
  throw new TowlineError(
    'conflict',
    'generated/_network.toml: network_id: this is the inventory of another network: take the file back with git',
  );
}
