import type { CommitResponse } from '../../shared/gen/towline/v1/CommitResponse.ts';
import type { CommitMessage } from '../git/inventory.ts';
import { compileInventory, generatedChanges } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import { nodeNameOf } from './differences.ts';
import { makeRelease, project } from './make-release.ts';

/**
 * Commits the inventory and makes a release of it, unless no bundle changes. Git is written first: a crash
 * before the release is in the database leaves a commit without one, and committing again makes it.
 * Throws InventoryError, `conflict`; then nothing but the work tree's `generated/` may have changed.
 */
export async function commit(context: ReleaseContext, text: CommitMessage): Promise<CommitResponse> {
  const { store, inventory } = context;
  await inventory.refresh();
  const tree = await inventory.read();
  const { compilation, differences } = compileInventory(store, tree);
  await inventory.write(generatedChanges(tree, compilation.generated));
  const inventoryCommit = await inventory.commit(text);
  const warnings = [...compilation.warnings];
  if (differences.length === 0) return { release: 0, changedNodes: [], warnings };
  const release = makeRelease(context, differences, { ...text, inventoryCommit });
  warnings.push(...(await project(context)));
  return { release, changedNodes: differences.map(nodeNameOf), warnings };
}
