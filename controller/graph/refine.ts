import { type Edge, isCrossing, isOverlap, isThrough, type Point, type Size } from './geometry.ts';

/** Comparisons of a box or link with another one; more would take seconds. */
const mostComparisons = 12_000_000;
const rounds = 6;
/** What a link through a box of others, and a crossing of two links, is worth in lengths of a link. */
const [throughCost, crossingCost, awayCost] = [6, 1.5, 0.4];

/**
 * Moves single boxes, and exchanges two, while the picture gets better: fewer links that pass through boxes which they
 * have nothing to do with, fewer crossings, no long links. Boxes keep the gap, and stay where nothing is wrong.
 */
export function refine(
  points: readonly Point[],
  sizes: readonly Size[],
  edges: readonly Edge[],
  gap: Point,
): Point[] {
  const centres = [...points];
  const own = centres.map((_point, box) => edges.filter(([a, b]) => a === box || b === box));
  const unit = edges.reduce((sum, [a, b]) => sum + distance(at(a), at(b)), 0) / edges.length || 1;
  const around = sizes.map(({ width, height }) => ({ width: width + 8, height: height + 8 }));
  let comparisons = 0;

  for (let round = 0; round < rounds; round++) {
    let helped = false;
    for (const box of centres.keys()) {
      if (comparisons > mostComparisons || !isTroubled(box)) continue;
      for (const target of targets(box, round)) if (improves([box], [target])) helped = true;
      for (const other of centres.keys())
        if (other !== box && improves([box, other], [at(other), at(box)])) helped = true;
    }
    if (!helped) break;
  }
  return centres;

  function at(box: number): Point {
    return centres[box] as Point;
  }

  function isTroubled(box: number): boolean {
    return cost([box]) - awayCost * away(box) >= crossingCost;
  }

  /** Places around the box, nearer ones each round. */
  function targets(box: number, round: number): Point[] {
    const reach = unit * 1.5 * 0.75 ** round;
    const { x, y } = at(box);
    return [0.3, 0.65, 1].flatMap((part) =>
      Array.from({ length: 8 }, (_unused, eighth) => {
        const turn = (eighth / 8 + part / 16) * 2 * Math.PI;
        return { x: x + reach * part * Math.cos(turn), y: y + reach * part * Math.sin(turn) };
      }),
    );
  }

  /** Moves boxes if they fit there and it helps. */
  function improves(boxes: readonly number[], to: readonly Point[]): boolean {
    if (comparisons > mostComparisons) return false;
    const before = boxes.map(at);
    move(boxes, to);
    if (boxes.every(hasRoom)) {
      const after = cost(boxes);
      move(boxes, before);
      if (after > cost(boxes) - 1e-6) return false;
      move(boxes, to);
      return true;
    }
    move(boxes, before);
    return false;
  }

  function move(boxes: readonly number[], to: readonly Point[]): void {
    for (const [index, box] of boxes.entries()) centres[box] = to[index] as Point;
  }

  function hasRoom(box: number): boolean {
    comparisons += centres.length;
    const [centre, size] = [at(box), sizes[box] as Size];
    return !centres.some(
      (to, other) => other !== box && isOverlap(centre, size, to, sizes[other] as Size, gap),
    );
  }

  /** What the picture costs by these boxes and their links. */
  function cost(boxes: readonly number[]): number {
    const moving = new Set<Edge>();
    for (const box of boxes) for (const edge of own[box] ?? []) moving.add(edge);
    let sum = 0;
    for (const edge of moving) {
      const long = distance(at(edge[0]), at(edge[1])) / unit - 1;
      if (long > 0) sum += long ** 1.5;
      comparisons += centres.length + edges.length;
      for (let box = 0; box < centres.length; box++) if (passes(edge, box)) sum += throughCost;
      for (const other of edges) if (crosses(edge, other)) sum += crossingCost;
    }
    for (const box of boxes) {
      sum += awayCost * away(box);
      comparisons += edges.length;
      for (const edge of edges) if (!moving.has(edge) && passes(edge, box)) sum += throughCost;
    }
    return sum;
  }

  function away(box: number): number {
    return distance(at(box), points[box] as Point) / unit;
  }

  function passes([a, b]: Edge, box: number): boolean {
    if (box === a || box === b) return false;
    const [from, to, centre, size] = [at(a), at(b), at(box), around[box] as Size];
    // Most are nowhere near.
    if (Math.min(from.x, to.x) > centre.x + size.width || Math.max(from.x, to.x) < centre.x - size.width)
      return false;
    if (Math.min(from.y, to.y) > centre.y + size.height || Math.max(from.y, to.y) < centre.y - size.height)
      return false;
    return isThrough(from, to, centre, size);
  }

  function crosses([a, b]: Edge, [c, d]: Edge): boolean {
    if (a === c || a === d || b === c || b === d) return false;
    return isCrossing(at(a), at(b), at(c), at(d));
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
