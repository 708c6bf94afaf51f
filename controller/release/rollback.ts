import { TowlineError } from '../../shared/errors.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import { networkAllocationFile } from '../allocate/generated.ts';
import type { SourceTree } from '../inventory/source.ts';
import { activate, requireNotOlder } from './activate.ts';
import { compileInventory, generatedChanges } from './compile-inventory.ts';
import type { ReleaseContext } from './context.ts';
import { describeDifference } from './describe.ts';
import { makeRelease, project } from './make-release.ts';

export interface Rollback {
  /** The new release; 0 if nothing differs or it was a dry run. */
  readonly release: number;
  readonly changes: NodeChange[];
}

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
): Promise<Rollback> {
  const { store, inventory } = context;
  const number = target === 0 ? store.releases.before(store.releases.newest()) : target;
  const release = store.releases.find(number);
  if (release === undefined) {
    const message =
      number === 0 ? 'there is no release before the newest one' : `there is no release ${number}`;
    throw new TowlineError('notFound', `${message}: see 'towline release list'`);
  }
  await inventory.refresh();
  await inventory.requireClean();
  const tree = treeOf(await inventory.readAt(release.inventoryCommit), await inventory.read());
  const { compilation, differences } = compileInventory(store, tree);
  const changes = differences.map((difference) => describeDifference(store, difference));
  // What would stop the activation at the end is found before anything is made.
  const newest = store.releases.newest();
  requireNotOlder(store, store.bundles.allAt(newest), newest);
  if (dryRun) return { release: 0, changes };

  const message = `rollback to release ${number}`;
  await inventory.restore(release.inventoryCommit);
  await inventory.write(generatedChanges(tree, compilation.generated));
  const inventoryCommit = await inventory.commit({ message, author });
  if (differences.length === 0) return { release: 0, changes };
  const made = makeRelease(context, differences, { message, author, inventoryCommit });
  await project(context);
  await activate(context, made, []);
  return { release: made, changes };
}

/** The old inventory with the allocations of today; a node that was removed since gets its own back. */
function treeOf(old: SourceTree, now: SourceTree): SourceTree {
  const isGenerated = (path: string) => path.startsWith('generated/');
  return new Map([
    ...[...old].filter(([path]) => path !== networkAllocationFile),
    ...[...now].filter(([path]) => isGenerated(path)),
  ]);
}
