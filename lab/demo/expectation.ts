import type { NetworkModel } from '../../controller/model/network.ts';
import type { Reach } from '../traffic/matrix.ts';

/** How a measured matrix compares with what the network's links say. */
export interface MatrixVerdict {
  /** Ordered pairs, IPv4 and IPv6 apart, that must reach each other, and how many of them do. */
  readonly expected: number;
  readonly ok: number;
  /** Pairs that no chain of links connects and that reach each other nevertheless. */
  readonly leaking: number;
}

/** Nodes that a chain of links connects belong to the same part of the network. */
export function partsOf(
  nodes: readonly Pick<NetworkModel['nodes'][number], 'name' | 'peers'>[],
): Map<string, number> {
  const peers = new Map(nodes.map((node) => [node.name, node.peers]));
  const part = new Map<string, number>();
  for (const [index, node] of nodes.entries()) {
    const open = [node.name];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (part.has(name)) continue;
      part.set(name, index);
      open.push(...(peers.get(name) ?? []));
    }
  }
  return part;
}

export function judgeMatrix(matrix: readonly Reach[], part: ReadonlyMap<string, number>): MatrixVerdict {
  const isExpected = (reach: Reach) => part.get(reach.from) === part.get(reach.to);
  const expected = matrix.filter(isExpected);
  return {
    expected: expected.length,
    ok: expected.filter((reach) => reach.reached).length,
    leaking: matrix.filter((reach) => !isExpected(reach) && reach.reached).length,
  };
}
