import { growForest, type Links, type NetworkNode, spokeParts } from './topology.ts';

/**
 * Nodes that lose their path to the rest while some are gone: of each part of the network all but its largest piece,
 * sorted. None where each part stays in one piece. What is gone itself does not count.
 */
export function lostWithout(
  nodes: readonly NetworkNode[],
  links: Links,
  before: Int32Array,
  gone: ReadonlySet<number>,
): number[] {
  const isGone = (index: number) => gone.has(index);
  const after = growForest(nodes, links, isGone, () => false).root;
  const lost = new Set<number>();
  const pieces = new Map<number, Map<number, number[]>>();
  for (const [index, { isSpoke }] of nodes.entries()) {
    if (isSpoke || isGone(index)) continue;
    listOf(mapOf(pieces, before[index] as number), after[index] as number).push(index);
  }
  for (const parts of pieces.values())
    for (const index of allButLargest([...parts.values()])) lost.add(index);
  if (nodes.some(({ isSpoke }) => isSpoke)) {
    for (const index of lostSpokes(nodes, links, before, gone, (top) => pieces.has(top))) lost.add(index);
  }
  return [...lost].sort((a, b) => a - b);
}

/** The same for spokes: what counts for each is a hub in each part of the rest in which it had one. */
function lostSpokes(
  nodes: readonly NetworkNode[],
  links: Links,
  before: Int32Array,
  gone: ReadonlySet<number>,
  isLeft: (top: number) => boolean,
): Set<number> {
  const lost = new Set<number>();
  /** Parts of which no node is left, and the spokes that had their hubs there. */
  const orphans = new Map<number, number[]>();
  const reach = new Map<number, Set<number>>();
  const pieces = spokeParts(nodes, links, (index) => gone.has(index));
  for (const { members, uplinks } of pieces) {
    // Below 0: the piece itself, over which its members reach each other.
    const own = new Set([-1 - (members[0] as number), ...uplinks.map(({ hub }) => before[hub] as number)]);
    for (const member of members) reach.set(member, own);
  }
  const meets = (a: number, b: number) =>
    [...(reach.get(a) ?? [])].some((top) => reach.get(b)?.has(top) === true);
  for (const { members, uplinks } of spokeParts(nodes, links, () => false)) {
    const had = new Set(uplinks.map(({ hub }) => before[hub] as number));
    const left = members.filter((member) => !gone.has(member));
    for (const member of left) {
      for (const top of had) {
        if (reach.get(member)?.has(top) === true) continue;
        if (isLeft(top)) lost.add(member);
        else listOf(orphans, top).push(member);
      }
      if (!meets(left[0] as number, member)) lost.add(member);
    }
  }
  for (const spokes of orphans.values())
    for (const spoke of spokes) if (!meets(spokes[0] as number, spoke)) lost.add(spoke);
  return lost;
}

/**
 * Nodes that have no path to others which they reach now and will reach at the end, when a part of the network has
 * got on: what they have dropped is gone already, and what they get is not there yet. Sorted.
 */
export function lostOnTheWay(now: Int32Array, end: Int32Array, then: Int32Array): number[] {
  const groups = new Map<string, Map<number, number[]>>();
  for (const [index, top] of now.entries()) {
    if (top === -1 || end[index] === -1) continue;
    listOf(mapOf(groups, `${top} ${end[index]}`), then[index] as number).push(index);
  }
  return [...groups.values()].flatMap((parts) => allButLargest([...parts.values()])).sort((a, b) => a - b);
}

function allButLargest(pieces: readonly (readonly number[])[]): number[] {
  const [, ...others] = [...pieces].sort((a, b) => b.length - a.length);
  return others.flat();
}

function mapOf<Key, Value>(maps: Map<Key, Map<number, Value>>, key: Key): Map<number, Value> {
  const map = maps.get(key) ?? new Map<number, Value>();
  maps.set(key, map);
  return map;
}

function listOf<Key>(lists: Map<Key, number[]>, key: Key): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
