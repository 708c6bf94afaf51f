import type { Unit } from '../../controller/rollout/look.ts';
import type { NetworkNode } from '../../controller/rollout/topology.ts';

/** Numbers from 0 to 1, the same ones for a seed. */
export function seeded(seed: number): () => number {
  let state = (seed * 2_654_435_761) % 2_147_483_647 || 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let warm = 0; warm < 5; warm++) next();
  return next;
}

export type Link = readonly [number, number];

/** A network of nodes with a site each, unless `more` says otherwise. */
export function network(
  size: number,
  links: readonly Link[],
  more: (index: number) => Partial<NetworkNode> = () => ({}),
  next: readonly Link[] = links,
): NetworkNode[] {
  const listed = (all: readonly Link[]) => {
    const lists = Array.from({ length: size }, () => new Set<number>());
    for (const [a, b] of all) {
      if (a === b) continue;
      lists[a]?.add(b);
      lists[b]?.add(a);
    }
    return lists.map((list) => [...list].sort((a, b) => a - b));
  };
  const [before, after] = [listed(links), listed(next)];
  return before.map((now, index) => ({
    name: `n${String(index).padStart(5, '0')}`,
    site: `s${index}`,
    runs: true,
    isInContact: true,
    isSpoke: false,
    now,
    next: after[index] as number[],
    ...more(index),
  }));
}

export const ring = (size: number): Link[] =>
  Array.from({ length: size }, (_, index) => [index, (index + 1) % size] as const);
export const chain = (size: number): Link[] => ring(size).slice(0, -1);
export const star = (size: number): Link[] =>
  Array.from({ length: size - 1 }, (_, index) => [0, index + 1] as const);
export const mesh = (size: number): Link[] =>
  Array.from({ length: size }, (_, a) => a).flatMap((a) =>
    Array.from({ length: a }, (_, b) => [a, b] as const),
  );

export interface RandomNetwork {
  readonly shape: string;
  readonly nodes: readonly NetworkNode[];
  readonly units: readonly Unit[];
  readonly size: number;
  readonly canaries: readonly Unit[];
}

const shapes = [
  'ring',
  'tree',
  'mesh',
  'hub',
  'two hubs',
  'sites of two',
  'sparse',
  'links that move',
] as const;

/** A small network of any shape, with nodes that are away, that are new, that are done, and that change together. */
export function randomNetwork(seed: number): RandomNetwork {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const shape = shapes[seed % shapes.length] as (typeof shapes)[number];
  const size = 3 + below(8);
  const tree = Array.from({ length: size - 1 }, (_, index) => [below(index + 1), index + 1] as const);
  const extra = (count: number) => Array.from({ length: count }, () => [below(size), below(size)] as const);
  const hubs = Array.from({ length: size - 2 }, (_, index) => index + 2).flatMap((spoke): Link[] =>
    [[0, spoke] as const, [1, spoke] as const].filter(() => random() < 0.85),
  );
  const links: Readonly<Record<(typeof shapes)[number], () => Link[]>> = {
    ring: () => [...ring(size), ...extra(below(2))],
    tree: () => tree,
    mesh: () => mesh(size),
    hub: () => [...star(size), ...extra(below(3))],
    'two hubs': () => (random() < 0.5 ? hubs : [...hubs, [0, 1]]),
    'sites of two': () => [...ring(size), ...chain(size).filter((_, index) => index % 2 === 0)],
    sparse: () => extra(size),
    'links that move': () => [...tree, ...extra(2)],
  };
  const now = links[shape]();
  const next = shape === 'links that move' ? [...tree.filter(() => random() < 0.7), ...extra(3)] : now;
  const hasPairs = shape === 'sites of two' || random() < 0.2;
  const isSpoke = shape === 'two hubs' ? (index: number) => index > 1 : () => false;
  const nodes = network(
    size,
    now,
    (index) => ({
      isInContact: random() < 0.93,
      runs: random() < 0.96,
      isSpoke: isSpoke(index),
      site: hasPairs && !isSpoke(index) ? `s${index >> 1}` : `s${index}`,
    }),
    next,
  );
  const changing = nodes.flatMap((node, index) => (node.isInContact && random() < 0.9 ? index : []));
  const units: number[][] = [];
  for (const index of changing) {
    const last = units.at(-1);
    if (last !== undefined && random() < 0.12 && shape !== 'two hubs') last.push(index);
    else units.push([index]);
  }
  return { shape, nodes, units, size: 1 + below(size), canaries: units.filter(() => random() < 0.1) };
}
