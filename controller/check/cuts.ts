import type { Graph, GraphNode } from './graph.ts';

/** A stretch of the order in which the search met the vertices. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Nodes that keep their paths to each other. */
export interface Piece {
  readonly stretches: readonly Stretch[];
  /** Number of nodes in them. */
  readonly nodes: number;
}

/** A node or link whose loss splits a part of the network in pieces. */
export interface Cut {
  /** One vertex, or the two ends of a link. */
  readonly vertices: readonly number[];
  /** What the part would fall into, the largest piece first. */
  readonly pieces: readonly Piece[];
  /** Number of nodes that would have no path to the largest piece. */
  readonly lost: number;
}

export interface Cuts {
  /** The vertices in the order of the search; a stretch of it is a subtree. */
  readonly order: readonly number[];
  /** Parts of the network without a path between them, each a stretch. */
  readonly parts: readonly Stretch[];
  readonly nodes: readonly Cut[];
  readonly links: readonly Cut[];
}

/**
 * Parts, articulation nodes and bridges in one depth-first search (Hopcroft and Tarjan, Algorithm 447, 1973),
 * in time linear in nodes and links, and without recursion: a chain of 10,000 nodes is one branch.
 */
export function findCuts(graph: Pick<Graph<GraphNode>, 'neighbours' | 'real' | 'anchors'>): Cuts {
  const { neighbours, real } = graph;
  const size = neighbours.length;
  const search = {
    /** Place of each vertex in `order`, -1 if it was not met. */
    place: new Int32Array(size).fill(-1),
    /** The lowest place that the subtree of a vertex reaches by one link out of the tree. */
    low: new Int32Array(size),
    parent: new Int32Array(size).fill(-1),
    /** Index of the neighbour that is looked at next. */
    next: new Int32Array(size),
    /** Place after the last one of the subtree. */
    end: new Int32Array(size),
  };
  const { place, low, parent, next, end } = search;
  const order: number[] = [];
  const parts: Stretch[] = [];
  const found = { nodes: [] as Cut[], links: [] as Cut[] };

  for (const root of [...graph.anchors, ...Array(real).keys()]) {
    if (place[root] !== -1) continue;
    const from = order.length;
    let vertex = root;
    meet(vertex);
    while (vertex !== -1) {
      const index = next[vertex] ?? 0;
      const other = neighbours[vertex]?.[index];
      next[vertex] = index + 1;
      if (other === undefined) {
        end[vertex] = order.length;
        const above = parent[vertex] as number;
        if (above !== -1) low[above] = Math.min(low[above] as number, low[vertex] as number);
        vertex = above;
      } else if (place[other] === -1) {
        parent[other] = vertex;
        meet(other);
        vertex = other;
      } else if (other !== parent[vertex]) {
        low[vertex] = Math.min(low[vertex] as number, place[other] as number);
      }
    }
    const part = { from, to: order.length };
    parts.push(part);
    collect(part);
  }
  return { order, parts, ...found };

  function meet(vertex: number): void {
    place[vertex] = order.length;
    low[vertex] = order.length;
    order.push(vertex);
  }

  function collect(part: Stretch): void {
    // How many real vertices come before each place, to know the size of any stretch at once.
    const before = new Int32Array(part.to - part.from + 1);
    for (let at = part.from; at < part.to; at++) {
      const index = at - part.from;
      before[index + 1] = (before[index] as number) + ((order[at] as number) < real ? 1 : 0);
    }
    const count = ({ from, to }: Stretch) =>
      (before[to - part.from] as number) - (before[from - part.from] as number);
    /** Subtrees that hang on each vertex alone. */
    const hanging = new Map<number, Stretch[]>();
    /** What hangs on some hub or other hangs on the root in this graph only. */
    const floating: Stretch[] = [];
    for (let at = part.from + 1; at < part.to; at++) {
      const vertex = order[at] as number;
      const above = parent[vertex] as number;
      const subtree = { from: at, to: end[vertex] as number };
      const isReal = vertex < real && above < real;
      if (isReal && (low[vertex] as number) > (place[above] as number)) {
        found.links.push(cut([above, vertex], part, [subtree], [], count));
      }
      if (vertex >= real) floating.push(subtree);
      if (vertex >= real || above >= real || (low[vertex] as number) < (place[above] as number)) continue;
      const list = hanging.get(above);
      if (list === undefined) hanging.set(above, [subtree]);
      else list.push(subtree);
    }
    for (const [vertex, subtrees] of hanging) {
      const one = cut([vertex], part, subtrees, vertex === order[part.from] ? floating : [], count);
      if (one.lost > 0) found.nodes.push(one);
    }
  }

  function cut(
    vertices: readonly number[],
    part: Stretch,
    subtrees: readonly Stretch[],
    apart: readonly Stretch[],
    count: (stretch: Stretch) => number,
  ): Cut {
    const only = vertices.length === 1 ? (place[vertices[0] as number] as number) : undefined;
    const rest = remainder(part, [...subtrees, ...apart], only);
    const pieces = [rest, ...subtrees.map((subtree) => [subtree])]
      .map((stretches) => ({
        stretches,
        nodes: stretches.reduce((sum, stretch) => sum + count(stretch), 0),
      }))
      .filter(({ nodes }) => nodes > 0)
      .sort((a, b) => b.nodes - a.nodes);
    return {
      vertices: [...vertices].sort((a, b) => a - b),
      pieces,
      lost: pieces.slice(1).reduce((sum, { nodes }) => sum + nodes, 0),
    };
  }
}

/** What is left of a part without some stretches and one place. */
function remainder(part: Stretch, without: readonly Stretch[], place: number | undefined): Stretch[] {
  const holes = [...without, ...(place === undefined ? [] : [{ from: place, to: place + 1 }])].sort(
    (a, b) => a.from - b.from,
  );
  const rest: Stretch[] = [];
  let from = part.from;
  for (const hole of holes) {
    if (hole.from > from) rest.push({ from, to: hole.from });
    from = hole.to;
  }
  if (from < part.to) rest.push({ from, to: part.to });
  return rest;
}
