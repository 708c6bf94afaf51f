export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The pair of boxes that a link joins. */
export type Edge = readonly [number, number];

export interface Layout extends Size {
  /** Centre of each box; all are inside of the width and the height. */
  readonly centres: readonly Point[];
}

/** Whether two boxes, given by their centres, come closer than so much in both directions. */
export function isOverlap(a: Point, sizeA: Size, b: Point, sizeB: Size, gap: Point): boolean {
  return (
    Math.abs(a.x - b.x) < (sizeA.width + sizeB.width) / 2 + gap.x &&
    Math.abs(a.y - b.y) < (sizeA.height + sizeB.height) / 2 + gap.y
  );
}

/** Whether two stretches cross at a point inside of both. */
export function isCrossing(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function side(a: Point, b: Point, of: Point): number {
  return Math.sign((b.x - a.x) * (of.y - a.y) - (b.y - a.y) * (of.x - a.x));
}

/** Whether a stretch passes through a box, given by its centre; Liang and Barsky, 1984. */
export function isThrough(a: Point, b: Point, centre: Point, { width, height }: Size): boolean {
  return clip(a, b, centre, { width, height }) !== undefined;
}

/**
 * The part of a stretch that is inside a box, in parts of its length.
 *
 * @returns undefined if no part is
 */
export function clip(
  a: Point,
  b: Point,
  centre: Point,
  { width, height }: Size,
): readonly [from: number, to: number] | undefined {
  let [from, to] = [0, 1];
  const bounds = [
    [a.x - b.x, a.x - centre.x + width / 2],
    [b.x - a.x, centre.x + width / 2 - a.x],
    [a.y - b.y, a.y - centre.y + height / 2],
    [b.y - a.y, centre.y + height / 2 - a.y],
  ] as const;
  for (const [step, room] of bounds) {
    if (step === 0) {
      if (room < 0) return undefined;
    } else if (step < 0) from = Math.max(from, room / step);
    else to = Math.min(to, room / step);
  }
  return from < to ? [from, to] : undefined;
}
