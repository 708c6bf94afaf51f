import type { NetworkNode } from '../../controller/rollout/topology.ts';

/** Who reaches whom, looked at pair by pair and as slowly as one likes: what the planning of waves is held against. */
export class Oracle {
  readonly #nodes: readonly NetworkNode[];
  readonly #done: ReadonlySet<number>;

  constructor(nodes: readonly NetworkNode[], done: ReadonlySet<number>) {
    this.#nodes = nodes;
    this.#done = done;
  }

  #isThere(index: number): boolean {
    const node = this.#nodes[index];
    return node?.runs === true && node.isInContact;
  }

  #has(a: number, b: number): boolean {
    const of = (index: number) =>
      this.#done.has(index) ? this.#nodes[index]?.next : this.#nodes[index]?.now;
    return (of(a)?.includes(b) ?? false) && (of(b)?.includes(a) ?? false);
  }

  /** Nodes that a packet of one node reaches while some are gone. A spoke passes on what its own site sends, no more. */
  reached(from: number, gone: ReadonlySet<number>): Set<number> {
    const isUp = (index: number) => this.#isThere(index) && !gone.has(index);
    const found = new Set<number>();
    if (!isUp(from)) return found;
    // A state is a node, and whether the packet is on its way down: into a spoke site, which it never leaves again.
    const seen = new Set<string>();
    const open: { at: number; isDown: boolean }[] = [{ at: from, isDown: false }];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const { at, isDown } = state;
      const key = `${at} ${isDown}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.add(at);
      for (const [to, there] of this.#nodes.entries()) {
        if (to === at || !isUp(to) || !this.#has(at, to)) continue;
        const here = this.#nodes[at] as NetworkNode;
        const isOwnSite = here.site === there.site;
        if (here.isSpoke && there.isSpoke && !isOwnSite) continue;
        // Up from a spoke to a hub: only what began in its site.
        if (here.isSpoke && !there.isSpoke && isDown) continue;
        open.push({ at: to, isDown: isDown || (!here.isSpoke && there.isSpoke) });
      }
    }
    return found;
  }

  /** Whether any two nodes that reach each other do so no more while some are gone. */
  isCut(gone: ReadonlySet<number>): boolean {
    const none = new Set<number>();
    return [...this.#nodes.keys()].some((from) => {
      if (gone.has(from)) return false;
      const after = this.reached(from, gone);
      return [...this.reached(from, none)].some((to) => !gone.has(to) && !after.has(to));
    });
  }

  /** Whether a site with several routers has none while some are gone. */
  takesSite(gone: ReadonlySet<number>): boolean {
    const sites = new Set(
      [...gone].filter((index) => this.#isThere(index)).map((index) => this.#nodes[index]?.site),
    );
    return [...sites].some((site) => {
      const own = [...this.#nodes.keys()].filter(
        (index) => this.#nodes[index]?.site === site && this.#nodes[index]?.runs === true,
      );
      return own.length > 1 && !own.some((index) => this.#isThere(index) && !gone.has(index));
    });
  }

  /** Whether two nodes that reach each other now, and at the end, do not in between. */
  static isCutOnTheWay(now: Oracle, then: Oracle, end: Oracle): boolean {
    const none = new Set<number>();
    return [...now.#nodes.keys()].some((from) => {
      const [between, last] = [then.reached(from, none), end.reached(from, none)];
      return [...now.reached(from, none)].some((to) => last.has(to) && !between.has(to));
    });
  }

  isBad(gone: ReadonlySet<number>): boolean {
    return this.isCut(gone) || this.takesSite(gone);
  }
}
