import { TowlineError } from '../../shared/errors.ts';
import type { RollbackSummary } from '../../shared/gen/towline/v1/RollbackSummary.ts';
import { formatAllocation, networkAllocationFile, nodeOfAllocation } from '../allocate/generated.ts';
import type { Compilation, Compiler } from '../compile.ts';
import type { CommitMessage } from '../git/commit.ts';
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
  const number = target === 0 ? defaultTarget(store) : target;
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
  const now = await inventory.read();
  const tree = treeOf(await inventory.readAt(release.inventoryCommit), now, context.compiler);
  const { compilation, differences } = compileInventory(context, tree, sink);
  // What would stop the activation at the end is found before anything is made.
  const newest = store.releases.newest();
  requireNotOlder(store, store.bundles.headsAt(newest), newest);
  const { staged, warnings } = await stageDifferences(
    context,
    compilation,
    described(store, differences(), sink),
  );
  const changedNodes = staged.length;
  const compared = {
    baseRelease: newest,
    activeRelease: store.releases.newestActive(),
    targetRelease: number,
    targetMessage: release.message,
  };
  if (dryRun) return { release: 0, changedNodes, warnings, ...compared };

  const text = { message: `rollback to release ${number}`, author };
  const inventoryCommit = await takeBack(context, release.inventoryCommit, now, compilation, text);
  if (staged.length === 0) {
    // The newest release has this content already; that routers run it is another matter.
    const { changedNodes: told } = await activate(context, newest, []);
    if (told.length > 0)
      warnings.push(`release ${newest} has this content: activated, it changes ${told.join(' ')}`);
    return { release: 0, changedNodes, warnings, ...compared };
  }
  const made = await makeRelease(context, staged, { ...text, inventoryCommit }, sink);
  sink.progress('writing rendered.git', 0, 0);
  warnings.push(...(await project(context)));
  await activate(context, made, []);
  return { release: made, changedNodes, warnings, ...compared };
}

/** The release before the newest. Throws `conflict` if that may not be what routers run. */
function defaultTarget(store: Store): number {
  const newest = store.releases.newest();
  const active = store.releases.newestActive();
  if (newest > 0 && store.releases.find(newest)?.activated === null) {
    const what =
      active === 0 ? 'none was yet' : `release ${active} was, the newest that all routers were to run`;
    throw new TowlineError(
      'conflict',
      `release ${newest} is not activated everywhere (${what}): say which release to go back to, for example 'towline rollback ${active || newest}'`,
    );
  }
  return store.releases.before(newest);
}

/**
 * Brings the inventory back to a commit, as a new commit. Throws `conflict` if somebody has worked on it since it was
 * read: the work tree is about to be overwritten.
 */
async function takeBack(
  { inventory }: ReleaseContext,
  commit: string,
  now: SourceTree,
  { generated }: Compilation,
  text: CommitMessage,
): Promise<string> {
  await inventory.requireClean();
  if ((await inventory.read()) !== now)
    throw new TowlineError('conflict', 'the inventory changed while it was compiled: look at it and repeat');
  try {
    await inventory.restore(commit);
    // Compared with what is there now: what a node that comes back was given is not.
    await inventory.write(generatedChanges(now, generated));
    return await inventory.commit(text);
  } catch (error) {
    // There was nothing in it that is not committed.
    await inventory.discard();
    throw error;
  }
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

/** The old inventory with what it had been given, but for what was given to another since then. */
function treeOf(old: SourceTree, now: SourceTree, compiler: Compiler): SourceTree {
  const [before, today] = [compiler.allocations(old), compiler.allocations(now)];
  const isGivenAnew = (path: string) => {
    const name = nodeOfAllocation(path);
    const given = name === undefined ? undefined : today.nodes.get(name);
    return name !== undefined && given !== undefined && before.nodes.get(name)?.id !== given.id;
  };
  const asn = { ...today.network.asn, ...before.network.asn };
  return new Map([
    ...old,
    ...[...now].filter(([path]) => isGivenAnew(path)),
    [networkAllocationFile, formatAllocation({ ...today.network, asn })],
  ]);
}
