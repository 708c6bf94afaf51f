import type { CommitSummary } from '../../shared/gen/towline/v1/CommitSummary.ts';
import type { CommitMessage } from '../git/commit.ts';
import { withChanges } from '../inventory/source.ts';
import { compileInventory, generatedChanges } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import { makeRelease, project } from './make-release.ts';
import type { ReleaseSink } from './sink.ts';
import { stageDifferences, stagedName } from './stage.ts';

/**
 * Commits the inventory and makes a release of it, unless no bundle changes. Git is written first: a crash
 * before the release is in the database leaves a commit without one, and committing again makes it.
 * Throws InventoryError, `conflict`; then nothing but the work tree's `generated/` may have changed.
 */
export async function commit(
  context: ReleaseContext,
  text: CommitMessage,
  sink: Pick<ReleaseSink, 'progress'>,
): Promise<CommitSummary> {
  const { inventory } = context;
  sink.progress('reading the inventory', 0, 0);
  context.renderer.warm();
  await inventory.refresh();
  // While the compiler works, git looks through the work tree; it is waited for below.
  const changes = inventory.changes();
  changes.catch(() => undefined);
  const tree = await inventory.read();
  const { compilation, differences } = compileInventory(context, tree, sink);
  const { staged, warnings } = await stageDifferences(context, compilation, differences());

  sink.progress('committing the inventory', 0, 0);
  const generated = generatedChanges(tree, compilation.generated);
  const written = await inventory.write(generated);
  const before = await inventory.head();
  const added = [...(await changes), ...written];
  const inventoryCommit = await inventory.commit(text, { added, expected: withChanges(tree, generated) });
  const done = { committed: inventoryCommit !== before, inventoryCommit, warnings };
  if (staged.length === 0) return { ...done, release: 0, changedNodes: [] };

  const release = await makeRelease(context, staged, { ...text, inventoryCommit }, sink);
  sink.progress('writing rendered.git', 0, 0);
  warnings.push(...(await project(context)));
  return { ...done, release, changedNodes: staged.map(stagedName) };
}
