import type { ReleaseContext } from '../release/context.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import { releasedPeers } from './links.ts';
import { whyNotReady } from './partial-release.ts';

/** One link of a node whose key is renewed. */
export interface ShownLink {
  readonly peer: string;
  readonly step: string;
  readonly reason: string;
}

/**
 * Begins to renew a node's link key, or tries again what failed of a renewal that is under way. The node is told to
 * make the key; its links move one by one from then on. Resolves to whether one was under way.
 */
export async function beginRotation(
  { store, clock, audit, onActivated }: ReleaseContext,
  { nodeId, name }: EnrolledNode,
): Promise<boolean> {
  const before = store.rotations.get(nodeId);
  const isUnderWay = before !== undefined && before.target !== before.settled;
  store.transaction(() => {
    if (!isUnderWay) {
      const version = store.rotations.begin(nodeId, clock.now());
      audit.note({ action: 'link_key.rotation_begun', subject: name, detail: { version } });
      return;
    }
    for (const link of store.rotations.links()) {
      if (link.nodeId === nodeId && link.step === 'failed') store.rotations.removeLink(nodeId, link.peerId);
    }
  });
  await onActivated([nodeId]);
  return isUnderWay;
}

/** How far a node's links are, sorted by peer. */
export function shownLinks(
  store: Store,
  isOpen: (nodeId: number) => boolean,
  { nodeId, name }: EnrolledNode,
): ShownLink[] {
  const target = store.rotations.get(nodeId)?.target ?? 1;
  const hasKey = store.rotations.key(nodeId, target) !== undefined;
  const rows = store.rotations.links().filter((row) => row.nodeId === nodeId);
  return releasedPeers(store, nodeId).map((peer) => {
    const row = rows.find(({ peerId }) => store.nodes.find(peerId)?.name === peer);
    if (row !== undefined) return { peer, step: row.step, reason: row.reason };
    const reason = whyNotReady(store, isOpen, name) ?? whyNotReady(store, isOpen, peer);
    const own = hasKey ? 'its turn comes' : `${name} has not made the key yet`;
    return { peer, step: 'waiting', reason: reason ?? own };
  });
}
