import { TowlineError } from '../../shared/errors.ts';
import type { BundleHead } from '../store/bundles.ts';
import type { Store } from '../store/store.ts';
import { hasConfirmed } from './confirmed.ts';
import type { ReleaseContext } from './context.ts';

export interface Activation {
  readonly release: number;
  /** Names of the nodes that get another bundle, sorted. */
  readonly changedNodes: string[];
  /** Names of the others that are told again, since they have not confirmed it, sorted. */
  readonly announcedNodes: string[];
}

/**
 * Makes a release the desired one: each node, or each of `names`, should run its newest bundle up to it. Who
 * should run it already and has not confirmed it is told again: it may have failed for a reason that has passed.
 * Nodes whose links change at both ends are held until all of them are ready (controller/pairs).
 * Throws `notFound`, and `conflict` where a node has a newer bundle already; then nothing has changed.
 *
 * @param release 0 for the newest
 * @param together false: nodes are not held, each switches at once
 */
export async function activate(
  context: ReleaseContext,
  release: number,
  names: readonly string[],
  { together = true }: { readonly together?: boolean } = {},
): Promise<Activation> {
  const { store, audit, clock, pairs, onActivated } = context;
  const number = releaseToActivate(store, release);
  const bundles = store.bundles.headsAt(number);
  requireKnown(bundles, names);
  const wanted = new Set(names);
  const chosen = bundles.filter((bundle) => wanted.size === 0 || wanted.has(bundle.nodeName));
  const usable = usableBundles(store);
  requireNotOlder(store, chosen, number);

  const isDesired = (bundle: BundleHead) => store.desired.get(bundle.nodeId) === bundle.release;
  const changed = chosen.filter((bundle) => usable(bundle) && !isDesired(bundle));
  const again = chosen.filter(
    (bundle) =>
      usable(bundle) && bundle.digest !== null && isDesired(bundle) && !hasConfirmed(store, bundle.nodeId),
  );
  const getting = together ? changed.filter(({ digest }) => digest !== null) : [];
  const plan = await pairs.plan(new Map(getting.map((bundle) => [bundle.nodeId, bundle.release])));
  const now = clock.now();
  const freed = store.transaction(() => {
    // Those that leave first: a name may go over to another number.
    for (const bundle of changed) if (bundle.digest === null) leave(store, bundle, now);
    for (const bundle of changed) {
      if (bundle.digest !== null) store.nodes.reinstate(bundle.nodeId);
      store.desired.set(bundle.nodeId, bundle.release);
      if (!together) store.desired.letSwitch(bundle.nodeId);
    }
    const lags = bundles.some(
      (bundle) => usable(bundle) && store.desired.get(bundle.nodeId) < bundle.release,
    );
    if (!lags) store.releases.markActivated(number, now);
    const detail = { nodes: changed.length, everywhere: !lags };
    audit.note({ action: 'release.activated', subject: number, detail });
    return pairs.decide(plan);
  });
  pairs.follow(plan);
  const told = new Set([...changed, ...again].map(({ nodeId }) => nodeId));
  await onActivated([...told, ...freed.filter((nodeId) => !told.has(nodeId))]);
  // Nobody waits for who has left, or is let go back alone.
  if (getting.length < changed.length) await pairs.renew();
  const namesOf = (some: readonly BundleHead[]) => some.map(({ nodeName }) => nodeName);
  return { release: number, changedNodes: namesOf(changed), announcedNodes: namesOf(again) };
}

/** The number of a release, 0 for the newest. Throws `notFound`. */
export function releaseToActivate(store: Store, release: number): number {
  const number = release === 0 ? store.releases.newest() : release;
  if (store.releases.find(number) !== undefined) return number;
  const message =
    number === 0 ? "there is no release yet: run 'towline commit'" : `there is no release ${number}`;
  throw new TowlineError('notFound', message);
}

/** Throws `notFound` for a name that a release has no bundle for. */
export function requireKnown(bundles: readonly BundleHead[], names: readonly string[]): void {
  const known = new Set(bundles.map(({ nodeName }) => nodeName));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new TowlineError(
      'notFound',
      `the release has no bundle for a node ${unknown}: see 'towline status'`,
    );
  }
}

/**
 * Throws `conflict` where a node has more than its bundle at a release. What counts is what the controller named
 * to it and confirmed to it; what a node says of itself could keep the others from getting anything.
 */
export function requireNotOlder(store: Store, bundles: readonly BundleHead[], number: number): void {
  const usable = usableBundles(store);
  for (const bundle of bundles) {
    const confirmed = usable(bundle) ? store.desired.confirmed(bundle.nodeId) : 0;
    const has = Math.max(store.desired.get(bundle.nodeId), confirmed);
    if (has <= bundle.release) continue;
    throw new TowlineError(
      'conflict',
      `node ${bundle.nodeName} has release ${has} already, and a router never takes an older one: 'towline rollback ${number}' makes a new release with the old content`,
    );
  }
}

/** Not so for a bundle that is sealed to a router which another one replaced, or was revoked: that needs a new release. */
export function usableBundles(store: Store): (bundle: BundleHead) => boolean {
  const nodes = store.nodes.allWithRetired().filter(({ revoked }) => revoked === 0);
  const keys = new Map(nodes.map((node) => [node.nodeId, node.sealingKey]));
  return ({ nodeId, sealingKey }) => sealingKey === null || (keys.get(nodeId)?.equals(sealingKey) ?? false);
}

function leave(store: Store, bundle: BundleHead, now: number): void {
  const node = store.nodes.find(bundle.nodeId);
  store.nodes.retire(bundle.nodeId, now);
  // Should the router ask again, it waits for an admin like any other.
  if (node !== undefined) store.enrollments.remove(node.identityKey);
}
