import { setImmediate as nextTurn } from 'node:timers/promises';
import { findCuts } from '../check/cuts.ts';
import { lostOnTheWay, lostWithout } from './losses.ts';
import { carries, growForest, type Links, linksOf, type NetworkNode } from './topology.ts';

/** Nodes that change together, by their indexes; most often one. */
export type Unit = readonly number[];

/** The network at a moment, and what becomes of it without some nodes, or when some have got on. */
export interface Look {
  readonly nodes: readonly NetworkNode[];
  readonly links: Links;
  readonly isThere: (index: number) => boolean;
  /** Whether a unit may be gone, with others or without. */
  goes(unit: Unit, gone: ReadonlySet<number>): boolean;
  /** Whether a unit may be gone, and all others are there. */
  goesAlone(unit: Unit): boolean;
  /** Whether a site keeps a router. */
  leavesSites(unit: Unit, gone: ReadonlySet<number>): boolean;
  lost(gone: ReadonlySet<number>): number[];
  /** Nodes without a path when some more have got on; a look at all of the network where links go. */
  lostAfter(units: readonly Unit[]): number[];
  drops(unit: Unit): boolean;
}

export async function createLook(nodes: readonly NetworkNode[], done: ReadonlySet<number>): Promise<Look> {
  const isThere = (index: number) => carries(nodes[index] as NetworkNode);
  const links = linksOf(nodes, (index) => done.has(index), isThere);
  const isAway = (index: number) => !isThere(index);
  await nextTurn();
  const base = growForest(nodes, links, isAway, () => false);
  const isSpoke = (index: number) => nodes[index]?.isSpoke === true;
  const core = links.map((list, index) => (isSpoke(index) ? [] : list.filter((peer) => !isSpoke(peer))));
  await nextTurn();
  const cuts = new Set(
    findCuts({ neighbours: core, real: nodes.length, anchors: [] }).nodes.flatMap(({ vertices }) => vertices),
  );
  await nextTurn();
  const away = new Set([...nodes.keys()].filter(isAway));
  const sites = new Map<string, number[]>();
  for (const [index, { site, runs }] of nodes.entries())
    if (runs) sites.set(site, [...(sites.get(site) ?? []), index]);
  let end: Int32Array | undefined;

  const lost = (gone: ReadonlySet<number>) =>
    lostWithout(nodes, links, base.root, new Set([...away, ...gone]));
  const leavesSites = (unit: Unit, gone: ReadonlySet<number>) =>
    unit.every((index) => {
      const own = sites.get(nodes[index]?.site ?? '') ?? [];
      if (own.length < 2 || !isThere(index)) return true;
      return own.some((other) => isThere(other) && !gone.has(other) && !unit.includes(other));
    });
  const goes = (unit: Unit, gone: ReadonlySet<number>) =>
    leavesSites(unit, gone) && lost(new Set([...gone, ...unit])).length === 0;
  return {
    nodes,
    links,
    isThere,
    goes,
    goesAlone(unit) {
      if (!leavesSites(unit, new Set())) return false;
      const [only] = unit;
      if (unit.length > 1 || only === undefined) return goes(unit, new Set());
      if (cuts.has(only)) return false;
      // Whether spokes depend on it is seen by looking; for all others that is known by now.
      const isPlain = !isSpoke(only) && !(links[only] ?? []).some(isSpoke);
      return isPlain || (links[only] ?? []).length === 0 || goes(unit, new Set());
    },
    leavesSites,
    lost,
    drops: (unit) =>
      unit.some((index) => (links[index] ?? []).some((peer) => nodes[index]?.next.includes(peer) !== true)),
    lostAfter(units) {
      const moved = new Set([...done, ...units.flat()]);
      const at = (isDone: (index: number) => boolean) =>
        growForest(nodes, linksOf(nodes, isDone, isThere), isAway, () => false).root;
      end ??= at(() => true);
      return lostOnTheWay(
        base.root,
        end,
        at((index) => moved.has(index)),
      );
    },
  };
}
