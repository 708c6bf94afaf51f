import type { Point, Size } from './geometry.ts';
import { label, widthOf } from './text.ts';
import type { TopologyNode } from './topology.ts';
import { conditionWord } from './words.ts';

export const fontSize = 12;
export const smallSize = 10;
const [lineHeight, padding, between] = [14, 8, 20];
/** Room at the side of a site's box for links between nodes that are not next to each other. */
const bendStep = 12;

/** A node in the box of its site. */
export interface Pill extends Size {
  readonly node: TopologyNode;
  /** Its centre, from the centre of the box. */
  readonly offset: Point;
  /** The first one in full size. */
  readonly lines: readonly string[];
}

/** The box of a site with its nodes, one below the other. */
export interface SiteBox extends Size {
  readonly site: string;
  /** Absent where the only node stands for the site. */
  readonly title?: string;
  readonly pills: readonly Pill[];
}

/** Sites in the order in which their first nodes come. */
export function siteBoxes(nodes: readonly TopologyNode[]): SiteBox[] {
  const bySite = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    const own = bySite.get(node.site);
    if (own === undefined) bySite.set(node.site, [node]);
    else own.push(node);
  }
  return [...bySite].map(([site, own]) => (own.length === 1 ? alone(site, own) : together(site, own)));
}

function alone(site: string, [node]: readonly TopologyNode[]): SiteBox {
  const pill = pillOf(node as TopologyNode, node?.name === site ? [] : [label(site)]);
  return { site, width: pill.width, height: pill.height, pills: [{ ...pill, offset: { x: 0, y: 0 } }] };
}

function together(site: string, nodes: readonly TopologyNode[]): SiteBox {
  const title = label(site);
  const pills = nodes.map((node) => pillOf(node, []));
  const width = Math.max(...pills.map((pill) => pill.width));
  const bend = bendWidth(nodes.length);
  const inner = pills.reduce((sum, pill) => sum + pill.height, between * (pills.length - 1));
  const box = {
    width: Math.max(width + 2 * bend, widthOf(title, fontSize)) + 2 * padding,
    height: inner + lineHeight + 2 * padding + 4,
  };
  let top = -box.height / 2 + padding + lineHeight + 4;
  const placed = pills.map((pill) => {
    const y = top + pill.height / 2;
    top += pill.height + between;
    return { ...pill, width, offset: { x: 0, y } };
  });
  return { site, title, ...box, pills: placed };
}

/** How far links between the nodes of a site bend out, at most. */
export function bendWidth(nodes: number): number {
  return nodes < 3 ? 0 : bendStep * Math.min(4, nodes - 1);
}

function pillOf(node: TopologyNode, more: readonly string[]): Omit<Pill, 'offset'> {
  const said = node.condition === 'ok' ? [] : [conditionWord(node.condition)];
  const lines = [label(node.name), ...more, ...said];
  const widths = lines.map((line, index) => widthOf(line, index === 0 ? fontSize : smallSize));
  return {
    node,
    lines,
    width: Math.max(44, ...widths) + 2 * padding,
    height: lines.length * lineHeight + padding + 2,
  };
}
