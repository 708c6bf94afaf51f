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
  /** Names of the nodes that it has links to. */
  readonly peers: readonly string[];
}

const dayMs = 86_400_000;
/** Of the time that a key is kept, the last part over which nodes are spread. */
const spread = 0.2;

/**
 * Whose key is to be renewed now: the one that is due longest, unless it or one of its neighbours is at it already.
 * Nodes that came to the network together are not due together: each has a moment of its own in the last fifth of
 * its time, the same one whenever it is asked for. Pure.
 *
 * @param now Unix ms
 */
export function dueNode(nodes: readonly KeyAge[], now: number): KeyAge | undefined {
  const busy = new Set(nodes.flatMap(({ isUnderWay, name }) => (isUnderWay ? [name] : [])));
  return nodes
    .filter(({ rotateDays }) => rotateDays > 0)
    .map((node) => ({ node, lateMs: now - dueAt(node) }))
    .filter(({ lateMs }) => lateMs >= 0)
    .sort((a, b) => b.lateMs - a.lateMs || a.node.nodeId - b.node.nodeId)
    .find(({ node }) => !busy.has(node.name) && !node.peers.some((peer) => busy.has(peer)))?.node;
}

/** When a node's key is due, Unix ms. */
export function dueAt({ nodeId, since, rotateDays }: KeyAge): number {
  const hash = createHash('sha256').update(`${nodeId} ${since}`).digest().readUInt32BE(0) / 2 ** 32;
  return since + rotateDays * dayMs * (1 - spread * hash);
}
