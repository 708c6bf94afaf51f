import { isOverlap, type Point, type Size } from './geometry.ts';

/** Rounds of pushing before everything is drawn larger. */
const rounds = 60;

/**
 * Moves boxes until none comes nearer to another one than the gap: they are pushed apart, and where there is no room
 * the whole picture grows.
 *
 * @param points the centres, no two the same
 */
export function spreadBoxes(points: readonly Point[], sizes: readonly Size[], gap: Point): Point[] {
  let centres = [...points];
  for (;;) {
    for (let round = 0; round < rounds; round++) {
      if (!push(centres, sizes, gap)) return centres;
    }
    centres = centres.map(({ x, y }) => ({ x: x * 1.1, y: y * 1.1 }));
  }
}

/** One round; false if nothing had to be moved. */
function push(centres: Point[], sizes: readonly Size[], gap: Point): boolean {
  let moved = false;
  for (let a = 0; a < centres.length; a++) {
    for (let b = a + 1; b < centres.length; b++) {
      const [from, to] = [centres[a] as Point, centres[b] as Point];
      const [sizeA, sizeB] = [sizes[a] as Size, sizes[b] as Size];
      if (!isOverlap(from, sizeA, to, sizeB, gap)) continue;
      moved = true;
      const x = (sizeA.width + sizeB.width) / 2 + gap.x - Math.abs(from.x - to.x);
      const y = (sizeA.height + sizeB.height) / 2 + gap.y - Math.abs(from.y - to.y);
      // The shorter way out; a little further than touching, so that rounding does not bring them back.
      const shift = x < y ? { x: x / 2 + 0.01, y: 0 } : { x: 0, y: y / 2 + 0.01 };
      const [right, down] = [to.x >= from.x ? 1 : -1, to.y >= from.y ? 1 : -1];
      centres[a] = { x: from.x - right * shift.x, y: from.y - down * shift.y };
      centres[b] = { x: to.x + right * shift.x, y: to.y + down * shift.y };
    }
  }
  return moved;
}
