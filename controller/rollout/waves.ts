import { setImmediate as nextTurn } from 'node:timers/promises';
import { findCuts } from '../check/cuts.ts';
import { lostOnTheWay, lostWithout } from './losses.ts';
import { carries, type Forest, growForest, type Links, linksOf, type NetworkNode } from './topology.ts';

/** Nodes that change together, by their indexes; most often one. */
export type Unit = readonly number[];

export interface Wave {
  readonly units: readonly Unit[];
  /** What the network's shape forces, in words: what the wave could cut off. */
  readonly exceptions: readonly string[];
}

export interface Progress {
  readonly nodes: readonly NetworkNode[];
  /** Indexes of the nodes that run what they are to run. */
  readonly done: ReadonlySet<number>;
  /** Nodes that a wave has at most, unless one unit has more. */
  readonly size: number;
}

/** In how many ways a full wave is looked for in a large network; in a small one there is no end. */
const mostRounds = 40;
const mostTries = 100;
const smallNetwork = 2_000;

/**
 * The next wave out of some units: as many as fit, of which none may cut the others apart, whatever becomes of all of
 * them at once: of each part of the network what is not in the wave stays in one piece, a site with several routers
 * keeps one, and nobody drops a link before the other end of the one that replaces it is there. Where that admits
 * nobody it is one unit alone, and the wave says what depends on it. No unit: no wave. Deterministic.
 *
 * @param candidates each in contact; the first ones go first where that is left open
 */
export async function nextWave(
  { nodes, done, size }: Progress,
  candidates: readonly Unit[],
): Promise<Wave | undefined> {
  if (candidates.length === 0) return undefined;
  return waveOf(await createLook(nodes, done), candidates, size);
}

async function waveOf(look: Look, candidates: readonly Unit[], size: number): Promise<Wave> {
  const eligible = candidates.filter((unit) => look.goesAlone(unit));
  await nextTurn();
  const plain = await pack(
    look,
    eligible.filter((unit) => !look.drops(unit)),
    size,
  );
  const kept = await withDropping(look, plain, eligible.filter(look.drops), size);
  if (kept.length > 0) return { units: kept, exceptions: [] };
  return forced(look, candidates);
}

/** All waves as they would be if each went well. */
export async function allWaves(
  network: Omit<Progress, 'done'>,
  { canaries, others }: { readonly canaries: readonly Unit[]; readonly others: readonly Unit[] },
): Promise<Wave[]> {
  const nodes = [...network.nodes];
  const done = new Set<number>();
  const waves: Wave[] = [];
  let look: Look | undefined;
  for (const list of [canaries, others]) {
    let open = list;
    while (open.length > 0) {
      look ??= await createLook(nodes, done);
      const wave = await waveOf(look, open, network.size);
      waves.push(wave);
      for (const index of wave.units.flat()) {
        const node = nodes[index] as NetworkNode;
        done.add(index);
        // The network is the same as before, most often.
        if (!node.runs || !isSame(node.now, node.next)) look = undefined;
        nodes[index] = { ...node, runs: true };
      }
      open = open.filter((unit) => !done.has(unit[0] as number));
    }
  }
  return waves;
}

/**
 * Units to try a release on first: that nobody else depends on, with few links, each of another site as far as that
 * goes, by name. Whole units until there are enough nodes.
 */
export async function chooseCanaries(
  nodes: readonly NetworkNode[],
  units: readonly Unit[],
  count: number,
): Promise<Unit[]> {
  const look = await createLook(nodes, new Set());
  const rank = (unit: Unit) => ({
    unit,
    forced: look.goesAlone(unit) ? 0 : 1,
    links: unit.reduce((sum, index) => sum + (look.links[index]?.length ?? 0), 0),
    name: nodes[unit[0] as number]?.name ?? '',
  });
  const ranked = units
    .map(rank)
    .sort(
      (a, b) =>
        a.forced - b.forced ||
        a.unit.length - b.unit.length ||
        a.links - b.links ||
        (a.name < b.name ? -1 : 1),
    );
  const [sites, chosen] = [new Set<string>(), new Set<Unit>()];
  let size = 0;
  for (const isAnotherSite of [true, false]) {
    for (const { unit } of ranked) {
      const own = unit.map((index) => nodes[index]?.site ?? '');
      if (size >= count || chosen.has(unit) || (isAnotherSite && own.some((site) => sites.has(site))))
        continue;
      chosen.add(unit);
      size += unit.length;
      for (const site of own) sites.add(site);
    }
  }
  return units.filter((unit) => chosen.has(unit));
}

interface Look {
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

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((peer, at) => peer === b[at]));
}

async function createLook(nodes: readonly NetworkNode[], done: ReadonlySet<number>): Promise<Look> {
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

/** Units that may all be gone at once, at most so many nodes. */
async function pack(look: Look, eligible: readonly Unit[], size: number): Promise<Unit[]> {
  const { nodes, links, isThere } = look;
  const gone = new Set<number>();
  const chosen: Unit[] = [];
  const take = (unit: Unit) => {
    chosen.push(unit);
    for (const index of unit) gone.add(index);
  };
  const fits = (unit: Unit) => chosen.length === 0 || gone.size + unit.length <= size;
  let open = [...eligible];
  const isSmall = nodes.length <= smallNetwork;
  for (let round = 0; open.length > 0 && gone.size < size && (isSmall || round < mostRounds); round++) {
    const free = new Set(open.flat());
    const isGone = (index: number) => gone.has(index) || !isThere(index);
    const forest = growForest(nodes, links, isGone, (index) => !free.has(index));
    const before = chosen.length;
    peel(forest, open, (unit) => fits(unit) && look.leavesSites(unit, gone), take);
    await nextTurn();
    if (chosen.length === before) {
      // The tree is one of many: perhaps another one has it as a leaf.
      const tries = isSmall ? open : open.slice(0, mostTries);
      const next = tries.find((unit) => fits(unit) && look.goes(unit, gone));
      if (next === undefined) break;
      take(next);
    }
    open = open.filter((unit) => !gone.has(unit[0] as number) && fits(unit));
  }
  return chosen;
}

/** Takes leaves away, from the outermost inwards. */
function peel(
  { order, above }: Forest,
  units: readonly Unit[],
  mayGo: (unit: Unit) => boolean,
  take: (unit: Unit) => void,
): void {
  const below = new Int32Array(above.length);
  for (const list of above) for (const index of list) below[index] = (below[index] as number) + 1;
  const unitOf = new Map(units.flatMap((unit) => unit.map((index) => [index, unit] as const)));
  const taken = new Set<Unit>();
  const tryOne = (unit: Unit) => {
    if (taken.has(unit) || !mayGo(unit)) return;
    const inside = new Map<number, number>();
    for (const index of unit)
      for (const holder of above[index] ?? []) inside.set(holder, (inside.get(holder) ?? 0) + 1);
    // Of each member nothing is below but members.
    if (unit.some((index) => below[index] !== (inside.get(index) ?? 0))) return;
    for (const index of unit)
      for (const holder of above[index] ?? []) below[holder] = (below[holder] as number) - 1;
    taken.add(unit);
    take(unit);
  };
  const met = new Set(order);
  // What carries no traffic holds nothing.
  for (const unit of units) if (unit.every((index) => !met.has(index))) tryOne(unit);
  for (let at = order.length - 1; at >= 0; at--) {
    const unit = unitOf.get(order[at] as number);
    if (unit !== undefined) tryOne(unit);
  }
}

/** Adds units that drop links, as far as nobody is cut off once all of them have got on. */
async function withDropping(
  look: Look,
  plain: readonly Unit[],
  dropping: readonly Unit[],
  size: number,
): Promise<Unit[]> {
  const kept = [...plain];
  if (kept.length === 0) {
    const all = await pack(look, dropping, size);
    if (all.length === 0 || look.lostAfter(all).length === 0) return all;
  }
  const gone = new Set(kept.flat());
  for (const unit of dropping.slice(0, look.nodes.length <= smallNetwork ? dropping.length : mostTries)) {
    if (kept.length > 0 && gone.size + unit.length > size) continue;
    if (!look.goes(unit, gone) || look.lostAfter([...kept, unit]).length > 0) continue;
    kept.push(unit);
    for (const index of unit) gone.add(index);
    await nextTurn();
  }
  return kept;
}

/** One unit that goes although something depends on it, and what. */
async function forced(look: Look, candidates: readonly Unit[]): Promise<Wave> {
  const { nodes } = look;
  // Who loses nobody alone waits for the other end of a new link: they get on together.
  for (const unit of candidates.slice(0, mostTries)) {
    if (!look.goesAlone(unit)) continue;
    const ends = new Set(unit.flatMap((index) => nodes[index]?.next ?? []));
    const others = candidates.filter((other) => other !== unit && other.some((index) => ends.has(index)));
    const joined = [unit, ...others];
    if (others.length > 0 && look.goes(joined.flat(), new Set()) && look.lostAfter(joined).length === 0)
      return { units: [joined.flat().sort((a, b) => a - b)], exceptions: [] };
    await nextTurn();
  }
  const unit = candidates.find(look.goesAlone) ?? (candidates[0] as Unit);
  return { units: [unit], exceptions: exceptionsOf(look, unit) };
}

function exceptionsOf(look: Look, unit: Unit): string[] {
  const { nodes } = look;
  const named = (indexes: readonly number[]) => some(indexes.map((index) => nodes[index]?.name ?? ''));
  const subject = named(unit);
  const lost = look.lost(new Set(unit));
  const lostLater = look.drops(unit) ? look.lostAfter([unit]) : [];
  const sites = new Set(unit.map((index) => nodes[index]?.site ?? ''));
  const whole = [...sites].filter((site) => {
    const own = unit.filter((index) => nodes[index]?.site === site);
    return !look.leavesSites(own, new Set());
  });
  return [
    ...(lost.length === 0
      ? []
      : [
          `${subject}: ${counted(lost.length)} would have no path to the rest while ${unit.length === 1 ? 'it is' : 'they are'} down: ${named(lost)}`,
        ]),
    ...whole.map((site) => `${subject}: no other router of site ${site} is in contact`),
    ...(lostLater.length === 0
      ? []
      : [
          `${subject}: drops links before others have the ends of those that replace them; until then ${counted(lostLater.length)} ${lostLater.length === 1 ? 'has' : 'have'} no path to the rest: ${named(lostLater)}`,
        ]),
  ];
}

const mostNames = 5;

function some(names: readonly string[]): string {
  const shown = [...names].sort();
  const rest = shown.length - mostNames;
  return rest > 1 ? `${shown.slice(0, mostNames).join(', ')} and ${rest} more` : shown.join(', ');
}

function counted(number: number): string {
  return number === 1 ? '1 node' : `${number} nodes`;
}
