/** A node as the planning of waves sees it; nodes are named by their index in the list of all. */
export interface NetworkNode {
  readonly name: string;
  readonly site: string;
  /** Whether it has proved any bundle. */
  readonly runs: boolean;
  /** Out of contact it may carry traffic or not: nothing is made to rest on it. */
  readonly isInContact: boolean;
  /** Whether its site has links to hubs only: such a site carries no transit from one hub to another. */
  readonly isSpoke: boolean;
  /** Indexes of the nodes that it has links to with what it runs. */
  readonly now: readonly number[];
  /** … and with what it is to run. */
  readonly next: readonly number[];
}

/** The links over which traffic may go at a moment, each at both its ends. */
export type Links = readonly (readonly number[])[];

export function carries({ runs, isInContact }: NetworkNode): boolean {
  return runs && isInContact;
}

/**
 * The links when some nodes run what they are to run and the others what they run now: a link takes both its ends.
 *
 * @param isDone whether a node, by its index, has got on
 * @param isThere whether it carries traffic
 */
export function linksOf(
  nodes: readonly NetworkNode[],
  isDone: (index: number) => boolean,
  isThere: (index: number) => boolean,
): Links {
  const wanted = nodes.map(({ now, next }, index) => (isDone(index) ? next : now));
  const sets = wanted.map((list) => new Set(list));
  return wanted.map((list, index) =>
    isThere(index)
      ? [...new Set(list)].filter(
          (peer) => peer !== index && isThere(peer) && sets[peer]?.has(index) === true,
        )
      : [],
  );
}

/** Spokes of one site that have links to each other, and the hubs that they have. */
interface SpokePart {
  readonly members: readonly number[];
  /** Link of a member to a node that is none of a spoke's. */
  readonly uplinks: readonly { readonly member: number; readonly hub: number }[];
}

/**
 * A spanning tree of each part of the network, in which no spoke has anything below it but its own site. Whatever
 * leaf is taken away, the rest of its part stays in one piece.
 */
export interface Forest {
  /** The nodes in the order in which the search met them: what is below a node comes after it. */
  readonly order: readonly number[];
  /** Nodes that hold a node in the tree: the one above, and where hubs have no path to each other one of each part. */
  readonly above: readonly (readonly number[])[];
  /** First node of the part that a node is in; -1 for one that is gone. */
  readonly root: Int32Array;
}

/**
 * @param isGone nodes that are not looked at
 * @param isFirst nodes that shall rather have something below them than others
 */
export function growForest(
  nodes: readonly NetworkNode[],
  links: Links,
  isGone: (index: number) => boolean,
  isFirst: (index: number) => boolean,
): Forest {
  const root = new Int32Array(nodes.length).fill(-1);
  const above: number[][] = nodes.map(() => []);
  const order: number[] = [];
  const isSpoke = (index: number) => nodes[index]?.isSpoke === true;
  const [first, later]: [number[], number[]] = [[], []];
  const meet = (index: number, from: number, top: number) => {
    root[index] = top;
    if (from >= 0) above[index]?.push(from);
    (isFirst(index) ? first : later).push(index);
  };
  const grow = () => {
    let [firstAt, laterAt] = [0, 0];
    for (;;) {
      const index = firstAt < first.length ? first[firstAt++] : later[laterAt++];
      if (index === undefined) break;
      order.push(index);
      for (const peer of links[index] ?? [])
        if (root[peer] === -1 && !isGone(peer) && !isSpoke(peer)) meet(peer, index, root[index] as number);
    }
    first.length = 0;
    later.length = 0;
  };
  const starts = nodes.map((_node, index) => index).filter((index) => !isSpoke(index) && !isGone(index));
  for (const index of [...starts.filter(isFirst), ...starts]) {
    if (root[index] !== -1) continue;
    meet(index, -1, index);
    grow();
  }
  const place = new Map(order.map((index, at) => [index, at]));
  for (const part of spokeParts(nodes, links, isGone)) attach(part);
  return { order, above, root };

  function attach({ members, uplinks }: SpokePart): void {
    // Of each part of the rest one hub, the one that is the last to be taken away.
    const anchors = new Map<number, { member: number; hub: number }>();
    const rank = (hub: number) => (isFirst(hub) ? 0 : nodes.length) + (place.get(hub) ?? 0);
    for (const uplink of uplinks) {
      const top = root[uplink.hub] as number;
      const known = anchors.get(top);
      if (known === undefined || rank(uplink.hub) < rank(known.hub)) anchors.set(top, uplink);
    }
    const [main, ...others] = anchors.values();
    const start = main?.member ?? (members[0] as number);
    const top = main === undefined ? start : (root[main.hub] as number);
    root[start] = top;
    if (main !== undefined) above[start]?.push(main.hub);
    const met = [start];
    for (const member of met) {
      order.push(member);
      for (const peer of links[member] ?? []) {
        if (root[peer] !== -1 || !members.includes(peer)) continue;
        root[peer] = top;
        above[peer]?.push(member);
        met.push(peer);
      }
    }
    // Held as well by who has the way to a part that is not that of the first hub.
    for (const { member, hub } of others) above[start]?.push(...(member === start ? [hub] : [hub, member]));
  }
}

/** Spokes, by site and as far as they have links to each other, sorted by their first one. */
export function spokeParts(
  nodes: readonly NetworkNode[],
  links: Links,
  isGone: (index: number) => boolean,
): SpokePart[] {
  const seen = new Set<number>();
  const parts: SpokePart[] = [];
  for (const [start, { isSpoke, site }] of nodes.entries()) {
    if (!isSpoke || seen.has(start) || isGone(start)) continue;
    const members = [start];
    const uplinks: { member: number; hub: number }[] = [];
    seen.add(start);
    for (const member of members) {
      for (const peer of links[member] ?? []) {
        if (isGone(peer)) continue;
        const other = nodes[peer];
        if (other?.isSpoke !== true) uplinks.push({ member, hub: peer });
        else if (other.site === site && !seen.has(peer)) {
          seen.add(peer);
          members.push(peer);
        }
      }
    }
    parts.push({ members, uplinks });
  }
  return parts;
}
