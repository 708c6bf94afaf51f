import { TowlineError } from '../../shared/errors.ts';
import { ownAuthor } from '../admin/commit-text.ts';
import { activate } from '../release/activate.ts';
import { compileInventory } from '../release/compile-inventory.ts';
import { hasConfirmed } from '../release/confirmed.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Difference } from '../release/differences.ts';
import { makeRelease, project } from '../release/make-release.ts';
import { stageDifferences } from '../release/stage.ts';
import type { Store } from '../store/store.ts';

/** A release of some nodes alone, in which nothing but keys is another. */
export interface PartialRelease {
  /** Names of the nodes whose bundles change. */
  readonly names: ReadonlySet<string>;
  readonly message: string;
  /** Changes what is compiled; part of a transaction, and done before the release is made. */
  readonly change: () => void;
  /**
   * Whether what is compiled differs from the newest release already, and not by an admin's doing: `change` was made
   * before, and the controller ended before there was a release of it; or what it had made was taken back.
   */
  readonly isExpected?: boolean;
}

const quiet = { progress: () => undefined };

/**
 * Makes a release in which only these nodes' bundles are another, and activates it for them: the inventory stays as
 * it was committed last, and what of it no release has yet stays out. Not beside anything else that makes releases.
 * Throws `conflict` where the inventory has something for one of these nodes that was not released, InventoryError.
 *
 * @returns the release; 0 if no bundle differs
 */
export async function releaseOnly(
  context: ReleaseContext,
  { names, message, change, isExpected = false }: PartialRelease,
): Promise<number> {
  const { store, inventory } = context;
  const newest = store.releases.find(store.releases.newest());
  const head = await inventory.head();
  if (newest === undefined || head === undefined)
    throw new TowlineError(
      'conflict',
      "there is no release yet: run 'towline commit' and 'towline activate'",
    );
  const tree = await inventory.readAt(head);
  if (!isExpected) {
    const { differences } = compileInventory(context, tree, quiet);
    for await (const difference of ofNodes(differences(), names)) {
      throw new TowlineError(
        'conflict',
        `the inventory has a change for ${nameOf(difference)} that no release has: run 'towline commit' and 'towline activate' first`,
      );
    }
  }
  store.transaction(change);
  const { compilation, differences } = compileInventory(context, tree, quiet);
  const { staged } = await stageDifferences(context, compilation, ofNodes(differences(), names));
  if (staged.length === 0) return 0;
  const text = { message, author: ownAuthor, inventoryCommit: newest.inventoryCommit };
  const release = await makeRelease(context, staged, text, quiet);
  await project(context);
  await activate(context, release, [...names]);
  return release;
}

/**
 * Why a node cannot take part in a change of keys now, in words; undefined if it can: it is in contact, runs the newest
 * bundle that there is of it, and no rollout is open.
 */
export function whyNotReady(
  store: Store,
  isOpen: (nodeId: number) => boolean,
  name: string,
): string | undefined {
  // What a rollout takes back would not be taken back where a newer release came between.
  const rollout = store.rollouts.current();
  if (rollout !== undefined) return `the rollout of release ${rollout.release} is not at its end`;
  const node = store.nodes.findByName(name);
  if (node === undefined) return `no router is enrolled as ${name}`;
  const { nodeId } = node;
  const newest = store.bundles.at(nodeId, store.releases.newest());
  if (newest?.content === undefined) return `no release has a bundle of ${name}`;
  if (store.desired.get(nodeId) !== newest.release)
    return `release ${newest.release} is not activated on ${name}`;
  if (!isOpen(nodeId)) return `${name} is offline`;
  if (!hasConfirmed(store, nodeId)) return `${name} has not confirmed release ${newest.release}`;
  return undefined;
}

async function* ofNodes(
  differences: AsyncGenerator<Difference>,
  names: ReadonlySet<string>,
): AsyncGenerator<Difference> {
  for await (const difference of differences) if (names.has(nameOf(difference))) yield difference;
}

function nameOf(difference: Difference): string {
  return difference.kind === 'removed' ? difference.before.nodeName : difference.bundle.outline.nodeName;
}
