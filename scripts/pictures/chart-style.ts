import { colours } from '../../controller/graph/style.ts';

/** Lines of a chart: colours that also people who see red and green alike tell apart (Okabe and Ito, 2008). */
const lines = [
  ['#0072b2', '#56b4e9'],
  ['#d55e00', '#ff8a3d'],
  ['#009e73', '#2fd3a4'],
  ['#aa3377', '#e58fc0'],
  ['#8a6d00', '#f0e442'],
  ['#4b4b9b', '#a5a5f5'],
] as const;
const dashes = ['', '7 3', '2 3'] as const;

/** Class of the line of a series; after six colours the next ones are dashed. */
export function lineClass(index: number): string {
  return `l${index % lines.length} d${Math.floor(index / lines.length) % dashes.length}`;
}

/** Class of one of Grafana's colours. */
export function valueClass(colour: string): string {
  return { green: 'good', red: 'bad', yellow: 'fair' }[colour] ?? 'plain';
}

export function chartStyle(): string {
  const side = (at: 0 | 1) =>
    [
      `.ground{fill:${colours.ground[at]}}`,
      `text{fill:${colours.text[at]}}`,
      `.small{fill:${colours.muted[at]}}`,
      `.panel{fill:${colours.pill[at]};stroke:${colours.border[at]}}`,
      `.grid{stroke:${colours.border[at]}}`,
      `.event{stroke:${colours.point[at]}}`,
      `.good{fill:${colours.up[at]}}.bad{fill:${colours.down[at]}}.fair{fill:${colours['no-BFD'][at]}}`,
      `.plain{fill:${colours.muted[at]}}`,
      ...lines.map((colour, index) => `.l${index}{stroke:${colour[at]}}`),
    ].map((rule) => rule.replaceAll(/(^|\})(?=[.a-z])/g, '$1.towline '));
  const shapes = [
    '.towline text{font-family:Verdana,"DejaVu Sans",sans-serif;font-size:11px}',
    '.towline .small{font-size:9.5px}',
    '.towline .head{font-size:13px;font-weight:bold}',
    '.towline .title{font-size:18px;font-weight:bold}',
    '.towline .big{font-size:26px}',
    '.towline .middle{text-anchor:middle}',
    '.towline .end{text-anchor:end}',
    '.towline .line{fill:none;stroke-width:1.6;stroke-linejoin:round}',
    ...dashes.map((dash, index) => (dash === '' ? '' : `.towline .d${index}{stroke-dasharray:${dash}}`)),
    '.towline .grid{stroke-width:.6}',
    '.towline .event{stroke-width:1;stroke-dasharray:2 3}',
  ];
  return `${shapes.join('')}${side(0).join('')}@media(prefers-color-scheme:dark){${side(1).join('')}}`;
}
