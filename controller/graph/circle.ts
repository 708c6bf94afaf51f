import { type Edge, isOverlap, type Point, type Size } from './geometry.ts';

/** Rounds of exchanging places on the circle, and comparisons in all of them. */
const [mostRounds, mostComparisons] = [8, 60_000_000];
/** Places on the circle that are tried. */
const ticks = 720;
/** How much wider than high it is. */
const aspect = 1.35;

/**
 * Boxes around an ellipse, as a mesh is best seen, as near to each other as they fit; those that are linked sit near to
 * each other.
 *
 * @param least its least height, halved
 * @returns the centre of each box
 */
export function circleLayout(
  sizes: readonly Size[],
  edges: readonly Edge[],
  gap: Point,
  least = 40,
): Point[] {
  return aroundCircle(sizes, orderFor(sizes.length, edges), gap, least);
}

/** Boxes around an ellipse in an order; it is as small as they fit. */
export function aroundCircle(
  sizes: readonly Size[],
  order: readonly number[],
  gap: Point,
  least: number,
): Point[] {
  const ordered = order.map((box) => sizes[box] as Size);
  let radius = least;
  let points = around(ordered, radius, gap);
  while (points === undefined) {
    radius *= 1.05;
    points = around(ordered, radius, gap);
  }
  const centres = new Array<Point>(sizes.length);
  for (const [index, box] of order.entries()) centres[box] = points[index] as Point;
  return centres;
}

/** Goes around once and puts a box wherever it has room behind the one before; undefined if not all find room. */
function around(sizes: readonly Size[], radius: number, gap: Point): Point[] | undefined {
  const at = (tick: number): Point => ({
    x: aspect * radius * Math.sin((2 * Math.PI * tick) / ticks),
    y: -radius * Math.cos((2 * Math.PI * tick) / ticks),
  });
  const taken: number[] = [];
  const isFree = (point: Point, index: number, other: number) =>
    !isOverlap(point, sizes[index] as Size, at(taken[other] as number), sizes[other] as Size, gap);
  for (let tick = 0; tick < ticks && taken.length < sizes.length; tick++) {
    const [index, point] = [taken.length, at(tick)];
    if (index === 0 || (isFree(point, index, index - 1) && isFree(point, index, 0))) taken.push(tick);
  }
  if (taken.length < sizes.length) return undefined;
  // What is left of the turn goes between all of them.
  const last = taken.at(-1) ?? 0;
  const rest = Math.max(0, ticks - last - last / Math.max(1, taken.length - 1)) / sizes.length;
  const even = taken.map((tick, index) => at(tick + rest * index));
  return [even, taken.map(at)].find((points) => isClear(points, sizes, gap));
}

function isClear(points: readonly Point[], sizes: readonly Size[], gap: Point): boolean {
  return points.every((point, index) =>
    points
      .slice(0, index)
      .every((other, before) => !isOverlap(point, sizes[index] as Size, other, sizes[before] as Size, gap)),
  );
}

/** An order around the circle in which links are short: places are exchanged while that helps. */
function orderFor(count: number, edges: readonly Edge[]): number[] {
  const order = Array.from({ length: count }, (_unused, index) => index);
  // All orders of a full mesh are the same.
  if (edges.length >= (count * (count - 1)) / 2) return order;
  const neighbours = order.map(() => [] as number[]);
  for (const [a, b] of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const place = [...order];
  const cost = (box: number) => {
    let sum = 0;
    for (const other of neighbours[box] ?? []) {
      const apart = Math.abs((place[box] as number) - (place[other] as number));
      sum += Math.min(apart, count - apart) ** 1.5;
    }
    return sum;
  };
  const exchange = (a: number, b: number) => {
    [place[a], place[b]] = [place[b] as number, place[a] as number];
  };
  const rounds = Math.min(mostRounds, Math.ceil(mostComparisons / (4 * count * edges.length)));
  for (let round = 0; round < rounds; round++) {
    let helped = false;
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) {
        const before = cost(a) + cost(b);
        exchange(a, b);
        if (cost(a) + cost(b) < before - 1e-9) helped = true;
        else exchange(a, b);
      }
    }
    if (!helped) break;
  }
  return order.sort((a, b) => (place[a] as number) - (place[b] as number));
}
