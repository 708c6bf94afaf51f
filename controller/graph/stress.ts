import type { Edge, Point } from './geometry.ts';

/** Steps in which the stress goes down; more change nothing that one sees. */
const steps = 120;
const powerSteps = 60;

/**
 * Places vertices so that their distances in the plane are near those along the links: the first guess by classical
 * scaling (Torgerson, 1952), then stress majorization (Gansner, Koren and North, 2004). Links of a vertex with many of
 * them are longer, so that all find room around it.
 *
 * @returns a point for each vertex, in units of a link between two vertices with few of them
 */
export function stressLayout(count: number, edges: readonly Edge[]): Point[] {
  if (count === 1) return [{ x: 0, y: 0 }];
  const distances = distancesOf(count, edges);
  const points = firstGuess(distances);
  for (let step = 0; step < steps; step++) {
    for (const [index, at] of points.entries()) {
      let [x, y, sum] = [0, 0, 0];
      for (const [other, to] of points.entries()) {
        if (other === index) continue;
        const wanted = distances[index]?.[other] ?? 1;
        const weight = 1 / (wanted * wanted);
        const length = Math.hypot(at.x - to.x, at.y - to.y);
        const ratio = length < 1e-9 ? 0 : wanted / length;
        x += weight * (to.x + (at.x - to.x) * ratio);
        y += weight * (to.y + (at.y - to.y) * ratio);
        sum += weight;
      }
      points[index] = { x: x / sum, y: y / sum };
    }
  }
  return points;
}

/** Lengths of the shortest paths between all pairs; all vertices are connected. */
function distancesOf(count: number, edges: readonly Edge[]): Float64Array[] {
  const neighbours = Array.from({ length: count }, () => [] as number[]);
  for (const [a, b] of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const degree = (vertex: number) => neighbours[vertex]?.length ?? 0;
  const lengthOf = (a: number, b: number) => Math.max(1, Math.sqrt(Math.max(degree(a), degree(b))) / 2.2);
  return neighbours.map((_list, start) => {
    const found = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    found[start] = 0;
    // Lengths differ: a vertex is looked at again when a shorter way to it is found (Bellman and Ford).
    const open = [start];
    for (let at = 0; at < open.length; at++) {
      const vertex = open[at] as number;
      for (const next of neighbours[vertex] ?? []) {
        const length = (found[vertex] as number) + lengthOf(vertex, next);
        if (length >= (found[next] as number) - 1e-9) continue;
        found[next] = length;
        open.push(next);
      }
    }
    return found;
  });
}

/** The two strongest axes of the distances. */
function firstGuess(distances: readonly Float64Array[]): Point[] {
  const count = distances.length;
  const squares = distances.map((row) => row.map((distance) => distance * distance));
  const means = squares.map((row) => row.reduce((sum, value) => sum + value, 0) / count);
  const mean = means.reduce((sum, value) => sum + value, 0) / count;
  const centred = squares.map((row, i) =>
    row.map((value, j) => -(value - (means[i] as number) - (means[j] as number) + mean) / 2),
  );
  const first = axis(centred, [], 1);
  const second = axis(centred, [first], 2);
  // Vertices that look the same to all others would be at one point.
  return distances.map((_row, index) => ({
    x: (first[index] as number) + spread(index, 3) / 10,
    y: (second[index] as number) + spread(index, 4) / 10,
  }));
}

/** Largest eigenvector across those that are known, times the root of its eigenvalue; by the power method. */
function axis(matrix: readonly Float64Array[], known: readonly Float64Array[], seed: number): Float64Array {
  let vector = new Float64Array(matrix.length).map((_zero, index) => spread(index, seed));
  let value = 0;
  for (let step = 0; step < powerSteps; step++) {
    for (const other of known) {
      const square = dot(other, other);
      const part = square === 0 ? 0 : dot(vector, other) / square;
      vector = vector.map((entry, index) => entry - part * (other[index] as number));
    }
    const length = Math.sqrt(dot(vector, vector)) || 1;
    vector = vector.map((entry) => entry / length);
    const next = new Float64Array(matrix.map((row) => dot(row, vector)));
    value = dot(next, vector);
    if (step < powerSteps - 1) vector = next;
  }
  return vector.map((entry) => entry * Math.sqrt(Math.max(0, value)));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** The same for the same vertex each time, between -1 and 1, and spread evenly: Weyl's sequence. */
function spread(index: number, seed: number): number {
  return 2 * (((index + 1) * Math.sqrt(seed + 1.25)) % 1) - 1;
}
