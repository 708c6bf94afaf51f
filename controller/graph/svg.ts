import { TowlineError } from '../../shared/errors.ts';
import { clip, type Point, type Size } from './geometry.ts';
import { layOut } from './layout.ts';
import { legend } from './legend.ts';
import { cross, diamond } from './marks.ts';
import { bendWidth, fontSize, type Pill, type SiteBox, siteBoxes } from './site-boxes.ts';
import { classOf, styleSheet } from './style.ts';
import { widthOf } from './text.ts';
import type { Topology, TopologyLink } from './topology.ts';
import { linkStates, linkText, nodeText, summaryOf, titleOf } from './words.ts';
import { element, escapeXml as escaped, rounded } from './xml.ts';

/** More cannot be read, and take long to place. */
export const mostSites = 400;
/** From so many links on they are drawn thin. */
const manyLinks = 100;
const margin = 24;

/** A picture before it is written. */
export interface Drawing extends Size {
  readonly boxes: readonly (SiteBox & { readonly centre: Point })[];
  readonly nodes: ReadonlyMap<string, Pill & { readonly centre: Point }>;
}

/** Where everything goes. Throws `invalid` where there are more sites than a picture can show. */
export function draw({ nodes, links }: Topology): Drawing {
  const boxes = siteBoxes(nodes);
  if (boxes.length > mostSites) {
    throw new TowlineError(
      'invalid',
      `${boxes.length} sites are more than a picture can show (${mostSites}): choose some with --site or --group, or take --format dot`,
    );
  }
  const boxOf = new Map(boxes.flatMap(({ pills }, box) => pills.map(({ node }) => [node.name, box])));
  const pairs = new Map<string, readonly [number, number]>();
  for (const { a, b } of links) {
    const [from, to] = [boxOf.get(a), boxOf.get(b)];
    if (from === undefined || to === undefined || from === to) continue;
    pairs.set(`${Math.min(from, to)} ${Math.max(from, to)}`, [Math.min(from, to), Math.max(from, to)]);
  }
  const { centres, width, height } = layOut(boxes, [...pairs.values()]);
  const placed = boxes.map((box, index) => ({ ...box, centre: centres[index] as Point }));
  const pills = placed.flatMap(({ centre, pills }) =>
    pills.map((pill) => {
      const at = { x: centre.x + pill.offset.x, y: centre.y + pill.offset.y };
      return [pill.node.name, { ...pill, centre: at }] as const;
    }),
  );
  return { width, height, boxes: placed, nodes: new Map(pills) };
}

/**
 * The picture as SVG 1.1: no script, nothing from elsewhere, on a ground of its own that is dark where the reader's
 * screen is. Pure: the same network gives the same bytes. Throws as `draw`.
 */
export function toSvg(topology: Topology): string {
  const drawing = draw(topology);
  const title = titleOf(topology);
  const summary = summaryOf(topology);
  const wide = Math.max(drawing.width, 560, widthOf(title, 20), ...summary.map((line) => widthOf(line, 10)));
  // Title and legend are read before one looks closer: they grow with the picture.
  const scale = Math.max(1, drawing.width / 1100);
  const top = margin + scale * (30 + 15 * summary.length);
  const keys = legend(topology, wide / scale);
  const [width, height] = [wide + 2 * margin, top + drawing.height + scale * keys.height + 2 * margin].map(
    Math.ceil,
  ) as [number, number];
  const left = margin + (wide - drawing.width) / 2;
  const isMany = topology.links.length > manyLinks;
  const rank = ({ state }: TopologyLink) => linkStates.indexOf(state);
  const links = [...topology.links]
    .sort((x, y) => rank(x) - rank(y))
    .map((link) => drawLink(link, drawing, isMany))
    .filter((drawn) => drawn !== undefined);
  const lines = [
    element('title', {}, escaped(title)),
    element('style', {}, styleSheet()),
    element('rect', { class: 'ground', width, height }),
    `<g transform="translate(${margin} ${margin})scale(${rounded(scale)})">`,
    element('text', { class: 'title', x: 0, y: 16 }, escaped(title)),
    ...summary.map((line, index) =>
      element('text', { class: 'small', x: 0, y: 36 + 15 * index }, escaped(line)),
    ),
    '</g>',
    `<g transform="translate(${rounded(left)} ${rounded(top)})">`,
    ...drawing.boxes.filter(({ title }) => title !== undefined).map(frame),
    ...links.map(({ line }) => line),
    ...drawing.boxes.flatMap(titleLine),
    ...[...drawing.nodes.values()].map(drawPill),
    ...links.flatMap(({ marks }) => marks),
    '</g>',
    `<g transform="translate(${margin} ${rounded(top + drawing.height + margin)})scale(${rounded(scale)})">`,
    ...keys.lines,
    '</g>',
  ];
  const attributes = `xmlns="http://www.w3.org/2000/svg" class="towline" role="img" width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}"`;
  return `<svg ${attributes}>\n${lines.join('\n')}\n</svg>\n`;
}

function frame({ centre, width, height }: Drawing['boxes'][number]): string {
  return element('rect', {
    class: 'frame',
    ...{ x: centre.x - width / 2, y: centre.y - height / 2, width, height, rx: 8 },
  });
}

function titleLine({ title, centre, height }: Drawing['boxes'][number]): string[] {
  if (title === undefined) return [];
  const y = centre.y - height / 2 + 18;
  return [element('text', { class: 'middle', x: centre.x, y }, escaped(title))];
}

function drawPill({ node, lines, centre, width, height }: Pill & { readonly centre: Point }): string {
  const { x, y } = centre;
  const first = y - ((lines.length - 1) * 14) / 2 + fontSize / 3;
  const point = node.singlePoint;
  return element(
    'g',
    node.isChosen ? {} : { class: 'beside' },
    element('title', {}, escaped(nodeText(node))),
    element('rect', {
      class: `pill ${classOf(node.condition)}`,
      ...{ x: x - width / 2, y: y - height / 2, width, height, rx: 6 },
    }),
    ...lines.map((line, index) =>
      element(
        'text',
        { class: index === 0 ? 'middle' : 'middle small', x, y: first + 14 * index },
        escaped(line),
      ),
    ),
    ...(point === undefined ? [] : [diamond({ x: x - width / 2, y: y - height / 2 }, point)]),
  );
}

/** A link from the middle of a node to that of the other, and the marks where it is seen. */
function drawLink(
  link: TopologyLink,
  { nodes }: Drawing,
  isMany: boolean,
): { readonly line: string; readonly marks: readonly string[] } | undefined {
  const [a, b] = [nodes.get(link.a), nodes.get(link.b)];
  if (a === undefined || b === undefined) return undefined;
  const path = pathOf(a, b);
  const isBeside = !a.node.isChosen || !b.node.isChosen;
  const isThin = isMany && (link.state === 'up' || link.state === 'planned');
  const classes = ['link', classOf(link.state), isThin ? 'many' : '', isBeside ? 'beside' : ''];
  const line = element(
    'path',
    { class: classes.filter((word) => word !== '').join(' '), d: path.d },
    element('title', {}, escaped(linkText(link))),
  );
  const marks = [
    ...(link.state === 'down' ? [cross(path.at(0.5))] : []),
    ...(link.singlePoint === undefined
      ? []
      : [diamond(path.at(link.state === 'down' ? 0.3 : 0.5), link.singlePoint)]),
  ];
  return { line, marks };
}

type At = Pill & { readonly centre: Point };

/** The line between two nodes, and the points on the part of it that no box hides. */
function pathOf(a: At, b: At): { readonly d: string; readonly at: (part: number) => Point } {
  const bend = bendOf(a, b);
  const [from, to] = [a.centre, b.centre];
  if (bend !== 0) {
    const edge = from.x + a.width / 2;
    const middle = { x: edge + bend, y: (from.y + to.y) / 2 };
    const d = `M${at(edge, from.y)}C${at(edge + bend * 1.3, from.y)} ${at(edge + bend * 1.3, to.y)} ${at(edge, to.y)}`;
    return { d, at: () => middle };
  }
  const start = clip(from, to, a.centre, a)?.[1] ?? 0;
  const end = clip(from, to, b.centre, b)?.[0] ?? 1;
  return {
    d: `M${at(from.x, from.y)}L${at(to.x, to.y)}`,
    at: (part) => {
      const along = start + (end - start) * part;
      return { x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * along };
    },
  };
}

/** How far a link bends out between nodes of one site that have another one between them. */
function bendOf(a: At, b: At): number {
  if (a.node.site !== b.node.site) return 0;
  const apart = Math.abs(a.centre.y - b.centre.y);
  const next = (a.height + b.height) / 2 + 24;
  return apart <= next ? 0 : Math.min(bendWidth(9), (apart / next) * 9);
}

function at(x: number, y: number): string {
  return `${rounded(x)} ${rounded(y)}`;
}
