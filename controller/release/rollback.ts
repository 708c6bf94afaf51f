import { TowlineError } from '../../shared/errors.ts';
import type { RollbackSummary } from '../../shared/gen/towline/v1/RollbackSummary.ts';
import { networkAllocationFile } from '../allocate/generated.ts';
import type { SourceTree } from '../inventory/source.ts';
import type { Store } from '../store/store.ts';
import { activate, requireNotOlder } from './activate.ts';
import { compileInventory, generatedChanges } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import { describeDifference } from './describe.ts';
import type { Difference } from './differences.ts';
import { makeRelease, project } from './make-release.ts';
import type { ReleaseSink } from './sink.ts';
import { stageDifferences } from './stage.ts';

/**
 * Takes the inventory back to what it was in a release, and makes and activates a new release of it: numbers
 * given away since then stay given away. Throws `notFound`, `conflict`, InventoryError.
 *
 * @param target 0 for the release before the newest
 */
export async function rollback(
  context: ReleaseContext,
  target: number,
  author: string,
  dryRun: boolean,
  sink: ReleaseSink,
): Promise<RollbackSummary> {
  const { store, inventory } = context;
  const number = target === 0 ? store.releases.before(store.releases.newest()) : target;
  const release = store.releases.find(number);
  if (release === undefined) {
    const message =
      number === 0 ? 'there is no release before the newest one' : `there is no release ${number}`;
    throw new TowlineError('notFound', `${message}: see 'towline release list'`);
  }
  sink.progress('reading the inventory', 0, 0);
  context.renderer.warm();
  await inventory.refresh();
  await inventory.requireClean();
  const tree = treeOf(await inventory.readAt(release.inventoryCommit), await inventory.read());
  const { compilation, differences } = compileInventory(context, tree, sink);
  // What would stop the activation at the end is found before anything is made.
  const newest = store.releases.newest();
  requireNotOlder(store, store.bundles.headsAt(newest), newest);
  const staged = await stageDifferences(context, compilation, described(store, differences(), sink));
  const warnings = [...compilation.warnings];
  const changedNodes = staged.length;
  if (dryRun) return { release: 0, changedNodes, warnings };

  const message = `rollback to release ${number}`;
  await inventory.restore(release.inventoryCommit);
  await inventory.write(generatedChanges(tree, compilation.generated));
  const inventoryCommit = await inventory.commit({ message, author });
  if (staged.length === 0) return { release: 0, changedNodes, warnings };
  const made = await makeRelease(context, staged, { message, author, inventoryCommit }, sink);
  sink.progress('writing rendered.git', 0, 0);
  warnings.push(...(await project(context)));
  await activate(context, made, []);
  return { release: made, changedNodes, warnings };
}

/** Shows each difference on its way. */
async function* described(
  store: Store,
  differences: AsyncIterable<Difference>,
  sink: ReleaseSink,
): AsyncGenerator<Difference> {
  for await (const difference of differences) {
    await sink.change(describeDifference(store, difference));
    yield difference;
  }
}

/** The old inventory with the allocations of today; a node that was removed since gets its own back. */
function treeOf(old: SourceTree, now: SourceTree): SourceTree {
  const isGenerated = (path: string) => path.startsWith('generated/');
  return new Map([
    ...[...old].filter(([path]) => path !== networkAllocationFile),
    ...[...now].filter(([path]) => isGenerated(path)),
  ]);
}
