import type { Finding } from '../../shared/gen/towline/v1/Finding.ts';
import type { NodeModel } from '../model/network.ts';
import { counted, listed } from '../text.ts';
import type { Cut, Cuts, Piece, Stretch } from './cuts.ts';
import type { Graph } from './graph.ts';
import { mostFindings, planned } from './text.ts';

/** Parts of the network that have no path to the largest part, the largest of them first. */
export function disconnected(links: Graph, transit: Graph, cuts: Cuts): Finding[] {
  if (cuts.parts.length < 2) return [];
  const parts = cuts.parts
    .map((part) => nodesIn(transit, cuts, [part]))
    .sort((a, b) => b.length - a.length || compare(nameOf(a), nameOf(b)));
  const [main = [], ...others] = parts;
  const partOf = new Map(parts.flatMap((part, index) => part.map((node) => [node.name, index])));
  const elsewhere = new Set(main.flatMap((node) => node.groups));
  const finding = (part: readonly NodeModel[]): Finding => {
    const groups = onlyGroups(part, elsewhere);
    const joined = part.some((node) =>
      node.links.some((link) => partOf.get(link.peer) !== partOf.get(node.name)),
    );
    const why = joined ? '; only spokes lie between, and a spoke carries no transit from hub to hub' : '';
    return {
      kind: 'disconnected',
      nodes: part.map((node) => node.name).sort(),
      text: `${named(part)}${groups} ${part.length === 1 ? 'has' : 'have'} no path to ${rest(main, parts.length)}${why}${planned(part)}`,
    };
  };
  return [
    ...capped(others, 'disconnected', 'parts without a path to the rest', finding),
    ...capped(splitGroups(links, parts, partOf), 'disconnected', 'groups in several parts', (same) => same),
  ];
}

function rest(main: readonly NodeModel[], parts: number): string {
  const names = named(main);
  return parts > 2 ? `${names}, nor to the other parts` : names;
}

/** ` (group north)`, if groups tell the part from the rest. */
function onlyGroups(part: readonly NodeModel[], elsewhere: ReadonlySet<string>): string {
  const groups = [...new Set(part.flatMap((node) => node.groups))]
    .filter((group) => !elsewhere.has(group))
    .sort();
  return groups.length === 0 ? '' : ` (${groups.length === 1 ? 'group' : 'groups'} ${listed(groups)})`;
}

/** Groups whose members are in several parts: they were meant to reach each other. */
function splitGroups(
  links: Graph,
  parts: readonly (readonly NodeModel[])[],
  partOf: ReadonlyMap<string, number>,
): Finding[] {
  const members = new Map<string, Map<number, string[]>>();
  for (const node of links.nodes) {
    const part = partOf.get(node.name) ?? parts.length;
    for (const group of new Set(node.groups)) {
      const byPart = members.get(group) ?? new Map<number, string[]>();
      members.set(group, byPart);
      const names = byPart.get(part);
      if (names === undefined) byPart.set(part, [node.name]);
      else names.push(node.name);
    }
  }
  return [...members]
    .filter(([, byPart]) => byPart.size > 1)
    .sort(([a], [b]) => compare(a, b))
    .map(([group, byPart]) => {
      const pieces = [...byPart].sort(([a], [b]) => a - b).map(([, names]) => names.sort());
      const shown = pieces.slice(0, 3).map((names) => listed(names));
      return {
        kind: 'disconnected',
        nodes: pieces.flat().sort(),
        text: `members of group ${group} have no path to each other: ${shown.join(' | ')}${pieces.length > 3 ? ` | and ${pieces.length - 3} more parts` : ''}`,
      };
    });
}

/** Nodes and links whose loss splits the network, those that cut off the most first. */
export function singlePoints(transit: Graph, cuts: Cuts): { nodes: Finding[]; links: Finding[] } {
  const finding = (kind: string, cut: Cut, what: string): Finding => {
    const names = cut.vertices.map((vertex) => transit.nodes[vertex]?.name ?? '');
    const ends = cut.vertices.flatMap((vertex) => transit.nodes[vertex] ?? []);
    return {
      kind,
      nodes: names.sort(),
      text: `without ${what} ${names.join(' -- ')}, ${lossText(transit, cuts, cut)}${planned(ends)}`,
    };
  };
  const worst = (list: readonly Cut[]) =>
    [...list].sort(
      (a, b) =>
        b.lost - a.lost ||
        (a.vertices[0] ?? 0) - (b.vertices[0] ?? 0) ||
        (a.vertices[1] ?? 0) - (b.vertices[1] ?? 0),
    );
  return {
    nodes: capped(worst(cuts.nodes), 'single_point_node', 'nodes whose loss would cut others off', (cut) =>
      finding('single_point_node', cut, 'node'),
    ),
    links: capped(worst(cuts.links), 'single_point_link', 'links whose loss would cut nodes off', (cut) =>
      finding('single_point_link', cut, 'the link'),
    ),
  };
}

function lossText(transit: Graph, cuts: Cuts, { pieces, lost }: Cut): string {
  const shown = ({ stretches, nodes }: Piece, most: number) => {
    // Whole subtrees would have to be sorted for more than a few names.
    const names = firstNodes(transit, cuts, stretches, most + 1);
    return nodes <= most + 1
      ? names.join(', ')
      : `${names.slice(0, most).join(', ')} and ${nodes - most} more`;
  };
  const [, piece = { stretches: [], nodes: 0 }, ...others] = pieces;
  const isHub = ({ from, to }: Stretch) =>
    cuts.order.slice(from, to).some((vertex) => transit.hubs.has(vertex));
  const spokes = pieces.slice(1).some(({ stretches }) => stretches.some(isHub))
    ? '; spokes with several hubs still reach theirs'
    : '';
  if (others.length === 0)
    return `${counted(lost, 'node')} would be cut off from the rest: ${shown(piece, 5)}${spokes}`;
  const few = pieces.slice(0, 4).map((one) => shown(one, 2));
  const more = pieces.length > 4 ? ` | and ${pieces.length - 4} more` : '';
  return `the network would fall into ${pieces.length} pieces: ${few.join(' | ')}${more}${spokes}`;
}

/** Nodes with one link only, those with the same neighbour together. */
export function noSecondPath(links: Graph): Finding[] {
  const byNeighbour = new Map<string, NodeModel[]>();
  for (const [index, node] of links.nodes.entries()) {
    const [only, ...others] = links.neighbours[index] ?? [];
    if (only === undefined || others.length > 0) continue;
    const peer = links.nodes[only]?.name ?? '';
    const list = byNeighbour.get(peer);
    if (list === undefined) byNeighbour.set(peer, [node]);
    else list.push(node);
  }
  const sorted = [...byNeighbour].sort(([a, x], [b, y]) => y.length - x.length || compare(a, b));
  return capped(sorted, 'no_second_path', 'neighbours of nodes with a single link', ([peer, nodes]) => ({
    kind: 'no_second_path',
    nodes: nodes.map((node) => node.name).sort(),
    text: `${named(nodes)} ${nodes.length === 1 ? 'has' : 'have'} one link only, to ${peer}: no second path${planned(nodes)}`,
  }));
}

/** At most so many findings of a kind, and a last one that says how many there are besides. */
export function capped<T>(
  all: readonly T[],
  kind: string,
  what: string,
  finding: (one: T) => Finding,
): Finding[] {
  const shown = all.slice(0, mostFindings).map(finding);
  if (all.length > mostFindings)
    shown.push({ kind, nodes: [], text: `and ${all.length - mostFindings} more ${what}` });
  return shown;
}

function nodesIn(graph: Graph, cuts: Cuts, stretches: readonly Stretch[]): NodeModel[] {
  return stretches
    .flatMap(({ from, to }) => cuts.order.slice(from, to))
    .sort((a, b) => a - b)
    .flatMap((vertex) => graph.nodes[vertex] ?? []);
}

function firstNodes(graph: Graph, cuts: Cuts, stretches: readonly Stretch[], most: number): string[] {
  const names: string[] = [];
  for (const { from, to } of stretches) {
    for (let at = from; at < to && names.length < most; at++) {
      const node = graph.nodes[cuts.order[at] ?? -1];
      if (node !== undefined) names.push(node.name);
    }
  }
  return names.sort();
}

function named(nodes: readonly NodeModel[]): string {
  return listed(nodes.map((node) => node.name).sort());
}

function nameOf(nodes: readonly NodeModel[]): string {
  return nodes[0]?.name ?? '';
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
