import { TowlineError } from '../../shared/errors.ts';
import type { Compiler } from '../compile.ts';
import type { FileChanges } from '../git/work-files.ts';
import { InventoryError } from '../inventory/problems.ts';
import { isName, nameRule } from '../inventory/scalars.ts';
import { type SourceTree, withChanges } from '../inventory/source.ts';
import type { AdminContext } from './context.ts';
import { type Attempt, attemptModel } from './model.ts';

/** What became of an edit: the model after it, or what is wrong then. */
export type Edited = Attempt & {
  /** Paths that were written, sorted. */
  readonly written: readonly string[];
};

/**
 * Changes files of the work tree. A file that is in order may not leave it by an edit; what files say about
 * each other is checked by plan and commit, since a network is described step by step. Throws InventoryError,
 * and what `change` throws; then nothing was written.
 */
export async function editInventory(
  { releases, inventory }: AdminContext,
  change: (tree: SourceTree) => FileChanges,
): Promise<Edited> {
  const tree = await inventory.read();
  const changes = change(tree);
  const after = withChanges(tree, changes);
  const problem = problemOf(releases.compiler, after);
  if (problem !== undefined && problemOf(releases.compiler, tree) === undefined) throw problem;
  return { written: await inventory.write(changes), ...attemptModel({ releases }, after) };
}

/** What is wrong with the files, each by itself. */
function problemOf(compiler: Compiler, tree: SourceTree): InventoryError | undefined {
  try {
    compiler.inventory(tree);
    return undefined;
  } catch (error) {
    if (error instanceof InventoryError) return error;
    throw error;
  }
}

/** Throws `invalid` for what is no name of a site or node. */
export function requireName(kind: 'site' | 'node', name: string): void {
  if (isName(name)) return;
  throw new TowlineError('invalid', `${JSON.stringify(name)} is no name of a ${kind}: expected ${nameRule}`);
}

/** The files below a folder, each to be removed. Throws `notFound` if there are none. */
export function removalOf(tree: SourceTree, folder: string, what: string): FileChanges {
  const paths = [...tree.keys()].filter((path) => path.startsWith(`${folder}/`));
  if (paths.length === 0) throw new TowlineError('notFound', `there is no ${what}`);
  return new Map(paths.map((path) => [path, undefined]));
}
