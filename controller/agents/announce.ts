import type { Hints } from '../hints/hints.ts';
import type { Signing } from '../keys/signing.ts';
import type { Store } from '../store/store.ts';
import type { TunnelMoves } from '../tunnel/moves.ts';
import type { Watches } from './watches.ts';

export interface Announcer {
  /** Tells a node its whole state: who signs, where the tunnel and its neighbours are, then its release. */
  all(nodeId: number): void;
}

export interface AnnouncerOptions {
  readonly store: Store;
  readonly hints: Pick<Hints, 'tellAll'>;
  readonly watches: Pick<Watches, 'desire' | 'sign'>;
  readonly chain: Signing['chain'];
  readonly tellMove: TunnelMoves['tell'];
}

/** Puts what is known into the open watches. */
export function createAnnouncer({ store, hints, watches, chain, tellMove }: AnnouncerOptions): Announcer {
  return {
    all(nodeId) {
      const signing = chain();
      if (signing !== null) watches.sign(nodeId, signing);
      tellMove(nodeId);
      hints.tellAll(nodeId);
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
