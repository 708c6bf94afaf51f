import { widthOf } from '../../controller/graph/text.ts';
import { element, escapeXml, rounded } from '../../controller/graph/xml.ts';
import type { Answered, Series, Span } from './answers.ts';
import { lineClass, valueClass } from './chart-style.ts';
import type { Panel } from './dashboard.ts';
import { formatted, niceMax } from './values.ts';

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** What happened in the time that is shown, in Unix seconds. */
export interface Happening {
  readonly at: number;
  readonly what: string;
}

const smallText = 9.5;

/** What is in a panel, in a room whose top left corner is at 0, 0. Pure. */
export function panelBody(
  answered: Answered,
  room: Room,
  span: Span,
  happenings: readonly Happening[],
): string[] {
  const { panel, series } = answered;
  if (series.length === 0) {
    const text = panel.type === 'table' ? 'nothing is like that' : 'no data';
    return [label(text, room.width / 2, room.height / 2, 'small middle')];
  }
  switch (panel.type) {
    case 'stat':
      return figures(panel, series, room);
    case 'table':
      return rows(panel, series, room);
    case 'state-timeline':
      return bars(panel, series, room, span, happenings);
    default:
      return lines(panel, series, room, span, happenings);
  }
}

function figures(panel: Panel, series: readonly Series[], { width, height }: Room): string[] {
  const columns = Math.min(series.length, 4);
  const shown = series.slice(0, columns);
  return shown.flatMap(({ name, points }, index) => {
    const value = points.at(-1)?.[1] ?? 0;
    const x = (width / columns) * (index + 0.5);
    const word = wordOf(panel, value);
    const text = word?.text ?? formatted(value, panel.fieldConfig?.defaults.unit);
    const name_ = series.length > 1 || name !== '' ? [label(name, x, height - 8, 'small middle')] : [];
    const colour = valueClass(word?.color ?? thresholdOf(panel, value));
    return [label(text, x, height / 2 + (name_.length > 0 ? 2 : 8), `big middle ${colour}`), ...name_];
  });
}

function rows(panel: Panel, series: readonly Series[], { width, height }: Room): string[] {
  const hidden = ['__name__', 'job', 'instance'];
  const keys = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))]
    .filter((key) => !hidden.includes(key))
    .sort();
  const table = [
    [...keys, 'Value'],
    ...series.map(({ labels, points }) => [
      ...keys.map((key) => labels[key] ?? ''),
      formatted(points.at(-1)?.[1] ?? 0, panel.fieldConfig?.defaults.unit),
    ]),
  ];
  const fits = Math.floor((height - 8) / 18);
  const step = width / (keys.length + 1);
  const most = table.length > fits ? fits - 1 : fits;
  const drawn = table
    .slice(0, most)
    .flatMap((row, index) => [
      ...row.map((cell, column) =>
        label(shortened(cell, step - 12), 10 + step * column, 16 + 18 * index, index === 0 ? 'small' : ''),
      ),
      element('path', { class: 'grid', d: `M6 ${21 + 18 * index}H${rounded(width - 6)}` }),
    ]);
  const left = table.length - most;
  return left > 0 ? [...drawn, label(`and ${left} more`, 10, 16 + 18 * most, 'small')] : drawn;
}

/** Each series a bar: high where it is up, a thin line where it is not. */
function bars(
  panel: Panel,
  series: readonly Series[],
  room: Room,
  span: Span,
  happenings: readonly Happening[],
): string[] {
  const left = Math.min(room.width / 3, 14 + Math.max(...series.map(({ name }) => widthOf(name, smallText))));
  const plot = { left, right: room.width - 12, top: 4, bottom: room.height - 22 };
  const x = scaleX(plot, span);
  const height = Math.min(26, (plot.bottom - plot.top) / series.length);
  const drawn = series.flatMap(({ name, points }, index) => {
    const top = plot.top + height * index;
    return [
      label(shortened(name, left - 12), left - 6, top + height / 2 + 3.5, 'small end'),
      ...stretches(points).map(({ from, to, value }) => {
        const { color = thresholdOf(panel, value), text = '' } = wordOf(panel, value) ?? {};
        const isLow = color === 'red';
        const [start, width] = [x(from), Math.max(1, x(to) - x(from))];
        const bar = {
          x: start,
          y: isLow ? top + height - 6 : top + 2,
          width,
          height: isLow ? 4 : height - 4,
        };
        return element(
          'rect',
          { class: valueClass(color), ...bar },
          element('title', {}, escapeXml(`${name}: ${text}`)),
        );
      }),
    ];
  });
  return [...drawn, ...axisX(plot, span), ...eventLines(plot, span, happenings)];
}

function stretches(points: Series['points']): { from: number; to: number; value: number }[] {
  const found: { from: number; to: number; value: number }[] = [];
  for (const [at, value] of points) {
    const last = found.at(-1);
    if (last !== undefined) last.to = at;
    if (last === undefined || last.value !== value) found.push({ from: at, to: at, value });
  }
  return found;
}

const legendRow = 14;

function lines(
  panel: Panel,
  series: readonly Series[],
  room: Room,
  span: Span,
  happenings: readonly Happening[],
): string[] {
  const unit = panel.fieldConfig?.defaults.unit;
  const legend = legendLines(series, room);
  const plot = { left: 62, right: room.width - 14, top: 8, bottom: room.height - 24 - legend.height };
  const highest = Math.max(...series.flatMap(({ points }) => points.map(([, value]) => value)));
  const most = unit === 'percentunit' && highest <= 1 ? 1 : niceMax(highest);
  const x = scaleX(plot, span);
  const y = (value: number) => plot.bottom - ((plot.bottom - plot.top) * Math.max(0, value)) / most;
  return [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
      element('path', {
        class: 'grid',
        d: `M${plot.left} ${rounded(y(most * part))}H${rounded(plot.right)}`,
      }),
      ...(part === 0.25 || part === 0.75
        ? []
        : [label(formatted(most * part, unit), plot.left - 6, y(most * part) + 3.5, 'small end')]),
    ]),
    ...axisX(plot, span),
    ...eventLines(plot, span, happenings),
    ...series.map(({ name, points }, index) =>
      element(
        'path',
        { class: `line ${lineClass(index)}`, d: pathOf(points, x, y) },
        element('title', {}, escapeXml(name)),
      ),
    ),
    `<g transform="translate(0 ${rounded(room.height - legend.height - 4)})">${legend.drawn.join('')}</g>`,
  ];
}

/** A line that is broken where there was no value. */
function pathOf(points: Series['points'], x: (at: number) => number, y: (value: number) => number): string {
  let path = '';
  let before = Number.NEGATIVE_INFINITY;
  for (const [at, value] of points) {
    path += `${at - before > 10 ? 'M' : 'L'}${rounded(x(at))} ${rounded(y(value))}`;
    before = at;
  }
  // A single point has to be seen.
  return points.length === 1 ? `${path}h2` : path;
}

function legendLines(series: readonly Series[], { width }: Room): { height: number; drawn: string[] } {
  const drawn: string[] = [];
  let [left, row] = [10, 0];
  for (const [index, { name }] of series.entries()) {
    const text = shortened(name, width - 60);
    const wide = 26 + widthOf(text, smallText) + 10;
    if (left > 10 && left + wide > width) [left, row] = [10, row + 1];
    if (row > 2) {
      drawn.push(label(`and ${series.length - index} more`, 10, row * legendRow + 10, 'small'));
      break;
    }
    const y = row * legendRow + 6.5;
    drawn.push(element('path', { class: `line ${lineClass(index)}`, d: `M${rounded(left)} ${y}h20` }));
    drawn.push(label(text, left + 25, y + 3.5, 'small'));
    left += wide;
  }
  return { height: (row + 1) * legendRow, drawn };
}

interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function scaleX({ left, right }: Plot, { from, to }: Span): (at: number) => number {
  return (at) => left + ((right - left) * (at - from)) / (to - from);
}

/** Minutes and seconds since the beginning. */
function axisX(plot: Plot, span: Span): string[] {
  const seconds = span.to - span.from;
  const step = [15, 30, 60, 120, 300].find((one) => seconds / one <= 6) ?? 600;
  const marks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_unused, index) => index * step);
  const x = scaleX(plot, span);
  return marks.map((mark) => label(clock(mark), x(span.from + mark), plot.bottom + 14, 'small middle'));
}

function eventLines(plot: Plot, span: Span, happenings: readonly Happening[]): string[] {
  const x = scaleX(plot, span);
  return happenings.map(({ at, what }) =>
    element(
      'path',
      { class: 'event', d: `M${rounded(x(at))} ${rounded(plot.top)}V${rounded(plot.bottom)}` },
      element('title', {}, escapeXml(what)),
    ),
  );
}

/** `1:05`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function wordOf(panel: Panel, value: number): { text: string; color: string } | undefined {
  return panel.fieldConfig?.defaults.mappings.map(({ options }) => options[String(value)]).find((one) => one);
}

function thresholdOf(panel: Panel, value: number): string {
  const steps = panel.fieldConfig?.defaults.thresholds.steps ?? [];
  return steps.filter((step) => step.value === null || step.value <= value).at(-1)?.color ?? 'green';
}

export function shortened(text: string, width: number): string {
  let characters = [...text];
  if (widthOf(text, smallText) <= width) return text;
  while (characters.length > 1 && widthOf(`${characters.join('')}…`, smallText) > width)
    characters = characters.slice(0, -1);
  return `${characters.join('')}…`;
}

export function label(text: string, x: number, y: number, classes: string): string {
  return element('text', { ...(classes === '' ? {} : { class: classes }), x, y }, escapeXml(text));
}
