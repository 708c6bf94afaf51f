import { createHash } from 'node:crypto';

/** A node whose link key may be due. */
export interface KeyAge {
  readonly nodeId: number;
  readonly name: string;
  /** When its key was made, or moved to last; Unix ms. */
  readonly since: number;
  /** How many days a key is kept; 0 for ever. */
  readonly rotateDays: number;
  readonly isUnderWay: boolean;
  /** Whether a renewal that is under way waits for somebody who is away: that may take a month, and the others go on. */
  readonly isStalled?: boolean;
  /** Names of the nodes that it has links to. */
  readonly peers: readonly string[];
}

const dayMs = 86_400_000;
/** Of the time that a key is kept, the last part over which nodes are spread. */
const spread = 0.2;
/** A key from so far ahead was noted by a clock that was wrong; how old it is nobody knows. */
const aheadMs = dayMs;

/**
 * Whose key is to be renewed now: the one that is due longest, unless it is at it already, or one of its neighbours is
 * and gets on.
 * Nodes that came to the network together are not due together: each has a moment of its own in the last fifth of
 * its time, the same one whenever it is asked for. Pure.
 *
 * @param now Unix ms
 */
export function dueNode(nodes: readonly KeyAge[], now: number): KeyAge | undefined {
  const busy = new Set(
    nodes.flatMap(({ isUnderWay, isStalled, name }) => (isUnderWay && isStalled !== true ? [name] : [])),
  );
  return nodes
    .filter(({ rotateDays, isUnderWay }) => rotateDays > 0 && !isUnderWay)
    .map((node) => ({ node, lateMs: node.since > now + aheadMs ? 0 : now - dueAt(node) }))
    .filter(({ lateMs }) => lateMs >= 0)
    .sort((a, b) => b.lateMs - a.lateMs || a.node.nodeId - b.node.nodeId)
    .find(({ node }) => !node.peers.some((peer) => busy.has(peer)))?.node;
}

/** When a node's key is due, Unix ms. */
export function dueAt({ nodeId, since, rotateDays }: KeyAge): number {
  const hash = createHash('sha256').update(`${nodeId} ${since}`).digest().readUInt32BE(0) / 2 ** 32;
  return since + rotateDays * dayMs * (1 - spread * hash);
}
