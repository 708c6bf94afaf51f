import type { Store } from '../store/store.ts';
import type { Roster } from '../tunnel/roster.ts';
import type { Watches } from './watches.ts';

export interface Announcer {
  /** Tells a node its whole state: where its neighbours are, then its release. */
  all(nodeId: number): void;
  /** Tells a node's neighbours where it is now. */
  moved(nodeId: number, address: string): void;
}

/** Puts the state of the database into the open watches. */
export function createAnnouncer(store: Store, roster: Roster, watches: Watches): Announcer {
  const neighbours = (nodeId: number) =>
    (store.bundles.at(nodeId, store.releases.newest())?.peers ?? []).flatMap(
      (name) => roster.named(name) ?? [],
    );
  return {
    all(nodeId) {
      for (const peer of neighbours(nodeId)) {
        const address = store.endpoints.get(peer.nodeId);
        if (address !== undefined) watches.hint(nodeId, { nodeName: peer.name, address });
      }
      const release = store.desired.get(nodeId);
      const content = store.bundles.find(nodeId, release)?.content;
      if (content === undefined) return;
      const { epoch } = store.network.get();
      const retry = store.desired.retry(nodeId);
      const stageOnly = store.desired.cleared(nodeId) < release;
      const linkKey = store.rotations.asked(nodeId);
      watches.desire(nodeId, { release, bundleDigest: content.digest, epoch, retry, stageOnly, linkKey });
    },
    moved(nodeId, address) {
      const node = store.nodes.find(nodeId);
      if (node === undefined) return;
      for (const peer of neighbours(nodeId)) watches.hint(peer.nodeId, { nodeName: node.name, address });
    },
  };
}
