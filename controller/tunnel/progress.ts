import type { Watches } from '../agents/watches.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import type { Places } from './places.ts';

/** A node whose watch is closed counts as in contact this long after its last report, in ms. */
const contactMs = 30_000;

/** One node in a move. */
export interface NodeProgress {
  readonly node: EnrolledNode;
  readonly state: 'moved' | 'waiting' | 'away';
  /** Number of the move that it reported last. */
  readonly generation: number;
  /** Since its last report, in ms; undefined if there was none. */
  readonly heardAgoMs: number | undefined;
  readonly reason: string;
}

/** How far each enrolled node is, those that have not moved first. */
export function progressOf(
  store: Store,
  watches: Pick<Watches, 'isOpen'>,
  { target }: Places,
  now: number,
): NodeProgress[] {
  const rank = { away: 0, waiting: 1, moved: 2 };
  return store.nodes
    .all()
    .map((node): NodeProgress => {
      const stored = store.reports.get(node.nodeId);
      const heardAgoMs = stored === undefined ? undefined : Math.max(0, now - stored.received);
      const generation = stored?.report.tunnelGeneration ?? 0;
      const inContact = watches.isOpen(node.nodeId) || (heardAgoMs !== undefined && heardAgoMs <= contactMs);
      const state = generation === target.generation ? 'moved' : inContact ? 'waiting' : 'away';
      const reason =
        generation > target.generation
          ? `it is at move ${generation}, which this controller does not know of: was the database restored?`
          : (stored?.report.tunnelReason ?? '');
      return { node, state, generation, heardAgoMs, reason };
    })
    .sort((a, b) => rank[a.state] - rank[b.state] || (a.node.name < b.node.name ? -1 : 1));
}

/**
 * The nodes that may not reach the controller once only the target is left: in a move those that did not report it;
 * in one that is taken back those of them that can have made it, since the others never left.
 */
export function stillNeeded(store: Store, places: Places, progress: readonly NodeProgress[]): EnrolledNode[] {
  const behind = progress.filter(({ state }) => state !== 'moved');
  if (places.state !== 'returning' || places.move === undefined) return behind.map(({ node }) => node);
  const { generation, begun } = places.move;
  const told = store.tunnelMoves.told(generation);
  return behind
    .filter(
      ({ node, heardAgoMs }) =>
        // One that enrolled meanwhile was sent there at once.
        told.has(node.nodeId) || node.approved >= begun || heardAgoMs === undefined,
    )
    .map(({ node }) => node);
}
