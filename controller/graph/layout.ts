import { circleLayout } from './circle.ts';
import type { Edge, Layout, Point, Size } from './geometry.ts';
import { pack } from './pack.ts';
import { refine } from './refine.ts';
import { spreadBoxes } from './spread.ts';
import { starLayout } from './star.ts';
import { stressLayout } from './stress.ts';

/** Between two boxes, in pixels. */
const gap = { x: 26, y: 26 };
/** Of the average pair of boxes at the ends of a link. */
const [linkWidth, linkHeight] = [56, 58];
/** A star with more spokes is as good as it can be. */
const fewBoxes = 30;
/** Of all pairs: with more of them linked, a circle shows it best. */
const meshed = 0.3;

/**
 * Places boxes that links join: each part by itself, the parts beside each other. No two boxes overlap, hubs are in the
 * middle of what they join, a mesh is a circle. Pure: the same input gives the same places.
 */
export function layOut(sizes: readonly Size[], edges: readonly Edge[]): Layout {
  const parts = partsOf(sizes.length, edges).map((boxes) => {
    const number = new Map(boxes.map((box, index) => [box, index]));
    const inner = edges.flatMap(([a, b]): Edge[] => {
      const [from, to] = [number.get(a), number.get(b)];
      return from === undefined || to === undefined ? [] : [[from, to]];
    });
    const own = boxes.map((box) => sizes[box] as Size);
    return { boxes, sizes: own, centres: placePart(own, inner) };
  });
  return pack(parts, sizes.length, gap);
}

function placePart(sizes: readonly Size[], edges: readonly Edge[]): Point[] {
  const count = sizes.length;
  if (count === 1) return [{ x: 0, y: 0 }];
  const star = starLayout(sizes, edges, gap);
  if (star !== undefined) return count > fewBoxes ? star : refine(star, sizes, edges, gap);
  if (count > 4 && edges.length > (meshed * count * (count - 1)) / 2) return circleLayout(sizes, edges, gap);
  const width = sizes.reduce((sum, size) => sum + size.width, 0) / count + linkWidth;
  const height = sizes.reduce((sum, size) => sum + size.height, 0) / count + linkHeight;
  const points = stressLayout(count, edges).map(({ x, y }) => ({ x: x * width, y: y * height }));
  return refine(spreadBoxes(points, sizes, gap), sizes, edges, gap);
}

/** Boxes with a path between them, the largest part first. */
function partsOf(count: number, edges: readonly Edge[]): number[][] {
  const neighbours = Array.from({ length: count }, () => [] as number[]);
  for (const [a, b] of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const seen = new Set<number>();
  const parts: number[][] = [];
  for (let start = 0; start < count; start++) {
    if (seen.has(start)) continue;
    seen.add(start);
    const part = [start];
    for (let at = 0; at < part.length; at++) {
      for (const next of neighbours[part[at] as number] ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        part.push(next);
      }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts.sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}
