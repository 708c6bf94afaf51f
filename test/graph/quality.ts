import { isCrossing, isThrough, type Point } from '../../controller/graph/geometry.ts';
import type { Drawing } from '../../controller/graph/svg.ts';
import type { Pair } from './networks.ts';

/** Number of pairs of links that cross. */
export function crossings({ nodes }: Drawing, pairs: readonly Pair[]): number {
  const at = (name: string) => nodes.get(name)?.centre as Point;
  return pairs.reduce(
    (sum, [a, b], index) =>
      sum +
      pairs
        .slice(index + 1)
        .filter(([c, d]) => new Set([a, b, c, d]).size === 4 && isCrossing(at(a), at(b), at(c), at(d)))
        .length,
    0,
  );
}

/** Number of times that a link passes behind the box of a node that it does not join. */
export function passes({ nodes }: Drawing, pairs: readonly Pair[]): number {
  const at = (name: string) => nodes.get(name)?.centre as Point;
  return pairs.reduce(
    (sum, [a, b]) =>
      sum +
      [...nodes].filter(
        ([name, pill]) => name !== a && name !== b && isThrough(at(a), at(b), pill.centre, pill),
      ).length,
    0,
  );
}
