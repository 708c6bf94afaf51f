import { cross, diamond } from './marks.ts';
import { smallSize } from './site-boxes.ts';
import { classOf } from './style.ts';
import { widthOf } from './text.ts';
import type { Topology } from './topology.ts';
import { conditionWord, linkStates, meanings } from './words.ts';
import { element, escapeXml } from './xml.ts';

interface Entry {
  readonly text: string;
  readonly sample: (y: number) => readonly string[];
}

const [sampleWidth, rowHeight] = [40, 22];

/** What occurs in a picture and what it means, in rows of so many pixels. */
export function legend(
  topology: Topology,
  width: number,
): { readonly height: number; readonly lines: string[] } {
  const lines: string[] = [];
  let [left, y] = [0, rowHeight / 2];
  for (const { text, sample } of entriesFor(topology)) {
    const wide = sampleWidth + 8 + widthOf(text, smallSize) + 20;
    if (left > 0 && left + wide > width) [left, y] = [0, y + rowHeight];
    lines.push(
      element(
        'g',
        { transform: `translate(${left} ${y})` },
        ...sample(0),
        element('text', { class: 'small', x: sampleWidth + 8, y: 3.5 }, escapeXml(text)),
      ),
    );
    left += wide;
  }
  return { height: y + rowHeight / 2, lines };
}

function entriesFor({ nodes, links }: Topology): Entry[] {
  const line = (state: string) =>
    element('path', { class: `link ${classOf(state)}`, d: `M0 0L${sampleWidth} 0` });
  const states = [...linkStates].filter((state) => links.some((link) => link.state === state));
  const conditions = [...new Set(nodes.map(({ condition }) => condition))].sort();
  const points = new Set([...nodes, ...links].map(({ singlePoint }) => singlePoint?.kind));
  const middle = { x: sampleWidth / 2, y: 0 };
  return [
    ...states.map((state) => ({
      text: meanings[state],
      sample: () => [line(state), ...(state === 'down' ? [cross(middle)] : [])],
    })),
    ...conditions.map((condition) => ({
      text: condition === 'ok' ? 'node in order' : `node ${conditionWord(condition)}`,
      sample: () => [
        element('rect', {
          class: `pill ${classOf(condition)}`,
          ...{ x: 4, y: -7, width: sampleWidth - 8, height: 14, rx: 4 },
        }),
      ],
    })),
    ...(points.has('by design')
      ? [
          {
            text: 'single point of failure by design (small: cuts off one node)',
            sample: () => [diamond(middle, { kind: 'by design', lost: 2 })],
          },
        ]
      : []),
    ...(points.has('now')
      ? [
          {
            text: 'single point of failure now, until other links are back',
            sample: () => [diamond(middle, { kind: 'now', lost: 2 })],
          },
        ]
      : []),
  ];
}
