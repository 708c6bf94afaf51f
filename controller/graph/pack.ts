import type { Layout, Point, Size } from './geometry.ts';

/** Boxes that were placed among themselves. */
export interface PlacedPart {
  /** Numbers of the boxes. */
  readonly boxes: readonly number[];
  readonly sizes: readonly Size[];
  /** Their centres, anywhere in the plane. */
  readonly centres: readonly Point[];
}

/** Parts beside each other in rows, the first at the top left: as wide as they need to be for a page lying down. */
export function pack(parts: readonly PlacedPart[], count: number, gap: Point): Layout {
  const framed = parts.map((part) => ({ ...part, frame: frameOf(part) }));
  const area = framed.reduce((sum, { frame }) => sum + (frame.width + gap.x) * (frame.height + gap.y), 0);
  const row = Math.max(Math.sqrt(area * 1.6), ...framed.map(({ frame }) => frame.width));
  const centres = new Array<Point>(count);
  let [left, top, rowHeight, width] = [0, 0, 0, 0];
  for (const { boxes, centres: own, frame } of framed) {
    if (left > 0 && left + frame.width > row) [left, top, rowHeight] = [0, top + rowHeight + 2 * gap.y, 0];
    for (const [index, box] of boxes.entries()) {
      const { x, y } = own[index] as Point;
      centres[box] = { x: left + x - frame.left, y: top + y - frame.top };
    }
    width = Math.max(width, left + frame.width);
    rowHeight = Math.max(rowHeight, frame.height);
    left += frame.width + 2 * gap.x;
  }
  return { width, height: top + rowHeight, centres };
}

function frameOf({ sizes, centres }: PlacedPart): Size & { readonly left: number; readonly top: number } {
  const edge = (
    pick: (of: readonly number[]) => number,
    at: 'x' | 'y',
    side: 'width' | 'height',
    sign: 1 | -1,
  ) => pick(centres.map((centre, index) => centre[at] + (sign * (sizes[index] as Size)[side]) / 2));
  const least = (of: readonly number[]) => of.reduce((low, value) => Math.min(low, value));
  const most = (of: readonly number[]) => of.reduce((high, value) => Math.max(high, value));
  const [left, top] = [edge(least, 'x', 'width', -1), edge(least, 'y', 'height', -1)];
  return {
    ...{ left, top },
    width: edge(most, 'x', 'width', 1) - left,
    height: edge(most, 'y', 'height', 1) - top,
  };
}
