import type { Hints } from '../hints/hints.ts';
import type { Signing } from '../keys/signing.ts';
import type { Store } from '../store/store.ts';
import type { TunnelMoves } from '../tunnel/moves.ts';
import { orderFor } from '../upgrades/order.ts';
import type { Watches } from './watches.ts';

export interface Announcer {
  /** Tells a node its whole state: who signs, where the tunnel and its neighbours are, then its release. */
  all(nodeId: number): void;
  /** Tells a node which agent it shall become, if it shall become any. */
  agent(nodeId: number): void;
}

export interface AnnouncerOptions {
  readonly store: Store;
  readonly hints: Pick<Hints, 'tellAll'>;
  readonly watches: Pick<Watches, 'desire' | 'sign' | 'order'>;
  readonly signing: () => Pick<Signing, 'chain' | 'current'>;
  readonly tellMove: TunnelMoves['tell'];
}

/** Puts what is known into the open watches. */
export function createAnnouncer({ store, hints, watches, signing, tellMove }: AnnouncerOptions): Announcer {
  const agent = (nodeId: number) => {
    const order = orderFor(store, signing(), nodeId);
    if (order !== undefined) watches.order(nodeId, order);
  };
  return {
    agent,
    all(nodeId) {
      const chain = signing().chain();
      if (chain !== null) watches.sign(nodeId, chain);
      tellMove(nodeId);
      hints.tellAll(nodeId);
      agent(nodeId);
      const release = store.desired.get(nodeId);
      const content = store.bundles.find(nodeId, release)?.content;
      if (content === undefined) return;
      const { epoch } = store.network.get();
      const retry = store.desired.retry(nodeId);
      const stageOnly = store.desired.cleared(nodeId) < release;
      const linkKey = store.rotations.asked(nodeId);
      watches.desire(nodeId, { release, bundleDigest: content.digest, epoch, retry, stageOnly, linkKey });
    },
  };
}
