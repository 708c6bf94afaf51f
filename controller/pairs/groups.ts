/** Nodes that switch together, or not at all. */
export interface SwitchGroup {
  /** Release that each member is to switch to, by its number; at least one member. */
  readonly releases: ReadonlyMap<number, number>;
  /** Numbers of the nodes whose part of a change is not wanted of them yet, sorted: until it is, nobody switches. */
  readonly lacking: readonly number[];
}

/** A node that cannot switch alone. */
export interface Tied {
  readonly nodeId: number;
  readonly release: number;
  /** Numbers of the nodes to switch together with. */
  readonly together: readonly number[];
  /** Numbers of the nodes whose part of the change is not wanted of them. */
  readonly lacking: readonly number[];
}

/**
 * The groups of nodes that are tied to each other, over any number of links; sorted. A node that is named by another
 * one and is not tied itself belongs to the group as well.
 *
 * @param releaseOf release of the bundle that a node should run
 */
export function groupsOf(tied: readonly Tied[], releaseOf: (nodeId: number) => number): SwitchGroup[] {
  const neighbours = new Map<number, Set<number>>();
  const of = (nodeId: number) => {
    const known = neighbours.get(nodeId) ?? new Set<number>();
    neighbours.set(nodeId, known);
    return known;
  };
  for (const { nodeId, together } of tied) {
    of(nodeId);
    for (const other of together) {
      of(nodeId).add(other);
      of(other).add(nodeId);
    }
  }
  const lacking = new Map(tied.map((node) => [node.nodeId, node.lacking]));
  const seen = new Set<number>();
  return [...neighbours.keys()]
    .sort((a, b) => a - b)
    .flatMap((first) => {
      if (seen.has(first)) return [];
      const members = reach(first, of);
      for (const member of members) seen.add(member);
      const absent = members.flatMap((member) => lacking.get(member) ?? []);
      return {
        releases: new Map(members.map((member) => [member, releaseOf(member)])),
        lacking: [...new Set(absent)].sort((a, b) => a - b),
      };
    });
}

function reach(first: number, neighboursOf: (nodeId: number) => ReadonlySet<number>): number[] {
  const found = new Set([first]);
  // A Set is walked in the order of insertion, what is added on the way included.
  for (const member of found) for (const next of neighboursOf(member)) found.add(next);
  return [...found].sort((a, b) => a - b);
}
