import { aroundCircle } from './circle.ts';
import { type Edge, isOverlap, type Point, type Size } from './geometry.ts';

/** With fewer spokes other layouts are as good. */
const leastSpokes = 5;
const mostHubs = 6;
/** A hub is linked with at least this part of all. */
const hubShare = 0.2;

/**
 * A star: one hub or several in the middle, around them what has links to hubs only, those with the same hubs beside
 * each other.
 *
 * @returns the centre of each box; undefined if the network is no star
 */
export function starLayout(sizes: readonly Size[], edges: readonly Edge[], gap: Point): Point[] | undefined {
  const neighbours = sizes.map(() => [] as number[]);
  for (const [a, b] of edges) {
    neighbours[a]?.push(b);
    neighbours[b]?.push(a);
  }
  const boxes = [...sizes.keys()];
  const of = (box: number) => neighbours[box] ?? [];
  const hubs = boxes.filter((box) => of(box).length >= Math.max(3, hubShare * sizes.length));
  const isHub = new Set(hubs);
  const spokes = boxes.filter((box) => !isHub.has(box));
  const isStar = spokes.every((box) => of(box).every((other) => isHub.has(other)));
  if (!isStar || hubs.length === 0 || hubs.length > mostHubs || spokes.length < leastSpokes) return undefined;
  // Around the middle in the order of the hubs, so that spokes are near to theirs.
  const turns = hubs.map((_hub, index) => (index + 0.75) / hubs.length);
  const turnOf = (box: number) => {
    const own = of(box).map((hub) => 2 * Math.PI * (turns[hubs.indexOf(hub)] ?? 0));
    const [x, y] = [sum(own.map(Math.sin)), sum(own.map(Math.cos))];
    return Math.hypot(x, y) < 0.01 ? 0 : (Math.atan2(x, y) / (2 * Math.PI) + 1) % 1;
  };
  const key = (box: number) => of(box).join(' ');
  const order = spokes
    .map((box) => ({ box, turn: turnOf(box), key: key(box) }))
    .sort((a, b) => a.turn - b.turn || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.box - b.box))
    .map(({ box }) => spokes.indexOf(box));
  const spokeSizes = spokes.map((box) => sizes[box] as Size);
  for (let radius = 120; ; radius *= 1.15) {
    const around = aroundCircle(spokeSizes, order, gap, radius);
    const reach = Math.max(...around.map(({ y }) => Math.abs(y)));
    const centres = new Array<Point>(sizes.length);
    for (const [index, box] of spokes.entries()) centres[box] = around[index] as Point;
    for (const [index, box] of hubs.entries()) {
      const turn = 2 * Math.PI * (turns[index] ?? 0);
      const out = hubs.length === 1 ? 0 : 0.34 * reach;
      centres[box] = { x: 1.35 * out * Math.sin(turn), y: -out * Math.cos(turn) };
    }
    if (hubs.every((hub) => boxes.every((box) => box === hub || hasRoom(box, hub, centres)))) return centres;
  }

  function hasRoom(a: number, b: number, centres: readonly Point[]): boolean {
    const [sizeA, sizeB] = [sizes[a] as Size, sizes[b] as Size];
    return !isOverlap(centres[a] as Point, sizeA, centres[b] as Point, sizeB, gap);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
