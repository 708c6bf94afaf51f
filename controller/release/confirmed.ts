import type { Store } from '../store/store.ts';

/**
 * Release of the bundle that a node proved to the controller last; 0 if none. What it proved before a backup was restored
 * counts once it says that it runs that bundle still. A node that runs the same content
 * under an older number takes the new number without applying anything, hence without a new confirmation: it
 * says so in its report, which `report` checks against the bundle's digest.
 */
export function confirmedRelease(store: Store, nodeId: number): number {
  const { release, isFromBefore } = store.desired.confirmation(nodeId);
  const confirmed = renewedRelease(store, nodeId, release);
  if (!isFromBefore) return confirmed;
  return (store.reports.get(nodeId)?.report.runningRelease ?? 0) < Math.max(confirmed, 1) ? 0 : confirmed;
}

/** The same, also if that was before a backup was restored: the best guess at what a node runs that is away. */
export function provenRelease(store: Store, nodeId: number): number {
  return renewedRelease(store, nodeId, store.desired.confirmed(nodeId));
}

function renewedRelease(store: Store, nodeId: number, confirmed: number): number {
  const renewed = store.reports.get(nodeId)?.report.runningRelease ?? 0;
  if (confirmed === 0 || renewed <= confirmed) return confirmed;
  const digestOf = (release: number) => store.bundles.find(nodeId, release)?.content?.digest;
  const digest = digestOf(renewed);
  return digest !== undefined && digestOf(confirmed)?.equals(digest) ? renewed : confirmed;
}

/** Whether a node has proved the bundle that it should run. */
export function hasConfirmed(store: Store, nodeId: number): boolean {
  const desired = store.desired.get(nodeId);
  return desired !== 0 && confirmedRelease(store, nodeId) === desired;
}
