import { setImmediate as nextTurn } from 'node:timers/promises';
import { exceptionsOf } from './exceptions.ts';
import { createLook, type Look, type Unit } from './look.ts';
import { type Forest, growForest, type NetworkNode } from './topology.ts';

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

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((peer, at) => peer === b[at]));
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
