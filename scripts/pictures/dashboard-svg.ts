import { element, escapeXml, rounded } from '../../controller/graph/xml.ts';
import type { Answered, Span } from './answers.ts';
import { chartStyle } from './chart-style.ts';
import { clock, type Happening, label, panelBody, shortened } from './panels.ts';

/** Of Grafana's grid of 24 columns, in pixels. */
const [column, row, gap, margin] = [42, 30, 8, 16];
const headHeight = 26;

export interface DashboardPicture {
  readonly title: string;
  /** Where the figures come from. */
  readonly source: string;
  readonly panels: readonly Answered[];
  readonly span: Span;
  readonly happenings: readonly Happening[];
}

/** A dashboard as Grafana lays it out, with what its queries gave. Pure. */
export function dashboardSvg({ title, source, panels, span, happenings }: DashboardPicture): string {
  const told = happenings.map(({ at, what }) => `${clock(at - span.from)} ${what}`).join(' · ');
  const top = margin + 58;
  const rows = Math.max(...panels.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h));
  const [width, height] = [24 * column + 2 * margin, top + rows * row + margin];
  const drawn = panels.map((answered) => {
    const { type, title: head, gridPos } = answered.panel;
    const [x, y] = [margin + gridPos.x * column, top + gridPos.y * row];
    if (type === 'row') return label(head, x, y + 20, 'head');
    const room = { width: gridPos.w * column - gap, height: gridPos.h * row - gap };
    const inner = { width: room.width, height: room.height - headHeight };
    return [
      `<g transform="translate(${x} ${y})">`,
      element('rect', { class: 'panel', x: 0, y: 0, ...room, rx: 4 }),
      label(shortened(head, room.width - 20), 10, 17, ''),
      `<g transform="translate(0 ${headHeight})">`,
      ...panelBody(answered, inner, span, happenings),
      '</g></g>',
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="towline" role="img" width="${rounded(width)}" height="${rounded(height)}" viewBox="0 0 ${rounded(width)} ${rounded(height)}">`,
    element('title', {}, escapeXml(title)),
    element('style', {}, chartStyle()),
    element('rect', { class: 'ground', width, height }),
    label(title, margin, margin + 16, 'title'),
    label(source, margin, margin + 34, 'small'),
    label(told, margin, margin + 48, 'small'),
    ...drawn,
    '</svg>\n',
  ].join('\n');
}
