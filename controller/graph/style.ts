/** Colours of the pictures on light and on dark ground; dashes and marks say the same without them. */
export const colours = {
  ground: ['#ffffff', '#0d1117'],
  text: ['#1f2328', '#e6edf3'],
  muted: ['#59636e', '#9198a1'],
  frame: ['#f3f5f7', '#151b23'],
  border: ['#afb8c1', '#3d444d'],
  pill: ['#ffffff', '#212830'],
  up: ['#1a7f37', '#3fb950'],
  'no-BFD': ['#9a6700', '#d29922'],
  down: ['#cf222e', '#f85149'],
  unknown: ['#59636e', '#9198a1'],
  planned: ['#8c959f', '#656c76'],
  point: ['#8250df', '#ab7df8'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** Stroke widths and dashes of links. */
const strokes = {
  up: 'stroke-width:2',
  'no-BFD': 'stroke-width:2.5;stroke-dasharray:10 4',
  down: 'stroke-width:2.5;stroke-dasharray:4 4',
  unknown: 'stroke-width:2.5;stroke-dasharray:1 6;stroke-linecap:round',
  planned: 'stroke-width:1.25;stroke-dasharray:14 7',
} as const;

/** The class of a state or condition: a word of the house, or none of the router's at all. */
export function classOf(word: string): string {
  return word.replaceAll(/[^A-Za-z]/g, '-');
}

/** The style sheet: all rules below one class, so that a page which takes the picture in is not changed. */
export function styleSheet(): string {
  const rules = (side: 0 | 1): string[] => {
    const colour = (name: keyof typeof colours) => colours[name][side];
    return [
      `.ground{fill:${colour('ground')}}`,
      `text{fill:${colour('text')}}`,
      `.small{fill:${colour('muted')}}`,
      `.frame{fill:${colour('frame')};stroke:${colour('border')}}`,
      `.pill{fill:${colour('pill')};stroke:${colour('muted')}}`,
      ...(Object.keys(strokes) as (keyof typeof strokes)[]).map((name) => `.${name}{stroke:${colour(name)}}`),
      `.pill.failed,.pill.away{stroke:${colour('down')}}`,
      `.pill.pending{stroke:${colour('no-BFD')}}`,
      `.point{fill:${colour('ground')};stroke:${colour('point')}}`,
      `.point.now{fill:${colour('point')}}`,
    ];
  };
  const shapes = [
    'text{font-family:Verdana,"DejaVu Sans",sans-serif;font-size:12px}',
    '.small{font-size:10px}',
    '.title{font-size:17px;font-weight:bold}',
    '.middle{text-anchor:middle}',
    '.link{fill:none}',
    ...Object.entries(strokes).map(([name, stroke]) => `.${name}{${stroke}}`),
    '.many{stroke-opacity:.7;stroke-width:1.25}',
    '.pill{stroke-width:1.25}',
    '.pill.failed{stroke-width:2.5}',
    '.pill.away{stroke-width:2;stroke-dasharray:6 3}',
    '.pill.pending{stroke-width:2;stroke-dasharray:2 2}',
    '.pill.not-enrolled,.pill.unknown{stroke-width:1;stroke-dasharray:1 3}',
    '.point{stroke-width:1.75}',
    '.cross{fill:none;stroke-width:2.5;stroke-dasharray:none}',
    '.beside{opacity:.55}',
  ];
  const below = (list: readonly string[]) =>
    list.map((rule) => rule.replaceAll(/(^|,)(?=[.a-z][^{}]*\{)/g, '$1.towline ')).join('');
  return `${below(shapes)}${below(rules(0))}@media(prefers-color-scheme:dark){${below(rules(1))}}`;
}
