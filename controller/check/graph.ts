import type { LinkEnd, NodeModel } from '../model/network.ts';

/** What is looked at of a node. */
export interface GraphNode {
  readonly name: string;
  readonly site: string;
  readonly links: readonly Pick<LinkEnd, 'peer' | 'kind' | 'spoke'>[];
}

/**
 * The network as vertices 0 … n-1. The first `real` are the nodes, in the order of the model; the others stand
 * for "some hub or other" of a site that is a spoke of several.
 */
export interface Graph<Node extends GraphNode = NodeModel> {
  readonly nodes: readonly Node[];
  readonly real: number;
  /** Neighbours of each vertex, each once. */
  readonly neighbours: readonly (readonly number[])[];
  /** Where a search starts first: the nodes that sites with several hubs are connected to. */
  readonly anchors: readonly number[];
  /** Hubs of such sites. */
  readonly hubs: ReadonlySet<number>;
}

/** The links as they are. */
export function linkGraph<Node extends GraphNode>({
  nodes,
}: {
  readonly nodes: readonly Node[];
}): Graph<Node> {
  const number = new Map(nodes.map((node, index) => [node.name, index]));
  const neighbours = nodes.map((node, index) => {
    const peers = node.links.map((link) => number.get(link.peer));
    return [...new Set(peers.filter((peer) => peer !== undefined && peer !== index))] as number[];
  });
  return { nodes, real: nodes.length, neighbours, anchors: [], hubs: new Set() };
}

/**
 * The links as traffic can use them. A site that is nothing but a spoke, with several hubs, carries no transit
 * between them, and is not lost with one of them: instead of to its hubs it is connected to a vertex of its own,
 * and that to the first node of the part in which the first of the hubs is. Whatever is lost, a search that starts there
 * finds the site: a loss of both hubs is none of a single point.
 */
export function transitGraph<Node extends GraphNode>(links: Graph<Node>): Graph<Node> {
  const neighbours = links.neighbours.map((list) => [...list]);
  const number = new Map(links.nodes.map((node, index) => [node.name, index]));
  const anchored: { vertex: number; hub: number }[] = [];
  /** Links that the new vertices stand for: spokes of each hub. */
  const replaced = new Map<number, Set<number>>();
  for (const { inner, hubs } of spokeSites(links)) {
    const vertex = neighbours.length;
    const joined: number[] = [];
    for (const spoke of inner) {
      const own = links.neighbours[spoke] ?? [];
      const kept = own.filter((other) => !hubs.has(other));
      if (kept.length === own.length) continue;
      neighbours[spoke] = [...kept, vertex];
      joined.push(spoke);
      for (const hub of own) if (hubs.has(hub)) setOf(replaced, hub).add(spoke);
    }
    neighbours.push(joined);
    anchored.push({ vertex, hub: Math.min(...hubs) });
  }
  // Once a hub: there may be thousands of sites.
  for (const [hub, spokes] of replaced) {
    neighbours[hub] = (neighbours[hub] ?? []).filter((other) => !spokes.has(other));
  }
  const anchors = anchorsOf(neighbours, number.size);
  for (const { vertex, hub } of anchored) {
    const anchor = anchors[hub] ?? hub;
    neighbours[vertex]?.push(anchor);
    neighbours[anchor]?.push(vertex);
  }
  const used = anchored.map(({ hub }) => anchors[hub] ?? hub);
  return { ...links, neighbours, anchors: [...new Set(used)], hubs: new Set(replaced.keys()) };
}

function setOf(sets: Map<number, Set<number>>, key: number): Set<number> {
  const set = sets.get(key) ?? new Set<number>();
  sets.set(key, set);
  return set;
}

interface SpokeSite {
  readonly inner: ReadonlySet<number>;
  readonly hubs: ReadonlySet<number>;
}

/** Sites that are spokes on every link to other sites, with more than one hub. */
export function spokeSites({ nodes }: Pick<Graph<GraphNode>, 'nodes'>): SpokeSite[] {
  const number = new Map(nodes.map((node, index) => [node.name, index]));
  const sites = new Map<string, { inner: Set<number>; hubs: Set<number>; pure: boolean }>();
  for (const [index, node] of nodes.entries()) {
    const site = sites.get(node.site) ?? { inner: new Set(), hubs: new Set(), pure: true };
    sites.set(node.site, site);
    site.inner.add(index);
    for (const link of node.links) {
      const peer = number.get(link.peer);
      if (peer === undefined || link.kind === 'ibgp') continue;
      if (link.spoke) site.hubs.add(peer);
      else site.pure = false;
    }
  }
  return [...sites.values()].filter(({ pure, hubs }) => pure && hubs.size > 1);
}

/** The first vertex of the part that each vertex is in. */
function anchorsOf(neighbours: readonly (readonly number[])[], real: number): number[] {
  const anchors = new Array<number>(neighbours.length).fill(-1);
  for (let start = 0; start < real; start++) {
    if (anchors[start] !== -1) continue;
    const open = [start];
    anchors[start] = start;
    for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
      for (const next of neighbours[vertex] ?? []) {
        if (anchors[next] !== -1) continue;
        anchors[next] = start;
        open.push(next);
      }
    }
  }
  return anchors;
}
