import type { LinkState } from '../../shared/gen/towline/v1/LinkState.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Watches } from '../agents/watches.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import type { Roster } from '../tunnel/roster.ts';
import { type Budget, fullBudget, spend } from './budget.ts';
import { hintFor, type Whereabouts } from './compose.ts';
import { plausibleAddresses, readAddresses } from './plausible.ts';

/** Why hints are sent: the tunnel came from elsewhere, the node said so, or a neighbour began to listen. */
export const hintReasons = ['tunnel', 'node', 'watch'] as const;
export type HintReason = (typeof hintReasons)[number];
/** Who noticed that addresses changed. */
export const moveSources = ['tunnel', 'node'] as const;
export type MoveSource = (typeof moveSources)[number];

/** Where nodes are, and what their neighbours are told of it. In memory, but for the tunnel's addresses. */
export interface Hints {
  /** Takes where a node's tunnel comes from now. */
  seen(nodeId: number, address: string): void;
  /** Takes a node's word of its own addresses and of those that it left; whether it says anything new. */
  told(nodeId: number, own: readonly string[], left: readonly string[]): boolean;
  /** Tells the neighbours of nodes of which there is news, as often as each of these may make hints. */
  flush(): void;
  /** Tells a node where all its neighbours are. */
  tellAll(nodeId: number): void;
  /** Hints sent since the start. */
  sent(reason: HintReason): number;
  /** Changes of addresses since the start. */
  moves(source: MoveSource): number;
}

export interface HintsOptions {
  readonly store: {
    readonly bundles: { at(nodeId: number, release: number): { peers: readonly string[] } | undefined };
    readonly releases: Pick<Store['releases'], 'newest'>;
    readonly endpoints: Pick<Store['endpoints'], 'get' | 'at' | 'set'>;
    readonly reports: {
      get(nodeId: number): { report: { links: readonly Pick<LinkState, 'peer' | 'endpoint'>[] } } | undefined;
    };
  };
  readonly roster: Pick<Roster, 'numbered' | 'named'>;
  readonly watches: Pick<Watches, 'hint' | 'isOpen'>;
  readonly clock: Clock;
}

/** What is remembered of a router besides where its tunnel comes from. */
interface Memory {
  /** Another router under the same number begins anew. */
  readonly key: Buffer;
  /** Where the tunnel came from before, newest first, and until when. */
  former: readonly { readonly address: string; readonly untilMs: number }[];
  own: readonly string[];
  left: readonly string[];
  /** When the node said last that an address is gone. */
  goneMs: number;
  budget: Budget;
}

const mostFormer = 4;
/** A node that lost an address and whose tunnel moved within this time has left where the tunnel came from. */
const togetherMs = 30_000;

export function createHints({ store, roster, watches, clock }: HintsOptions): Hints {
  const memories = new Map<number, Memory>();
  const due = new Map<number, MoveSource>();
  const sent: Record<HintReason, number> = { tunnel: 0, node: 0, watch: 0 };
  const moves: Record<MoveSource, number> = { tunnel: 0, node: 0 };

  function memoryOf({ nodeId, managementKey }: EnrolledNode): Memory {
    const known = memories.get(nodeId);
    if (known?.key.equals(managementKey)) return known;
    const nothing = { former: [], own: [], left: [], goneMs: Number.NEGATIVE_INFINITY, budget: fullBudget };
    const memory = { key: managementKey, ...nothing };
    memories.set(nodeId, memory);
    return memory;
  }

  /** Nodes that share a link with this one, by the newest release. */
  const neighboursOf = ({ nodeId }: EnrolledNode): EnrolledNode[] =>
    (store.bundles.at(nodeId, store.releases.newest())?.peers ?? []).flatMap(
      (name) => roster.named(name) ?? [],
    );

  function whereIs(node: EnrolledNode): Whereabouts | undefined {
    const tunnel = store.endpoints.get(node.nodeId);
    if (tunnel === undefined) return undefined;
    const { former, own, left, goneMs } = memoryOf(node);
    const isOthers = (address: string) =>
      [...store.endpoints.at(address)].some((nodeId) => nodeId !== node.nodeId);
    const abandoned = former.filter(({ untilMs }) => Math.abs(untilMs - goneMs) <= togetherMs);
    return {
      tunnel,
      own,
      told: plausibleAddresses(own, { tunnel, isOthers }),
      left: [...left, ...abandoned.map(({ address }) => address)],
    };
  }

  /** Where a node reported another one last. */
  const seenBy = (by: EnrolledNode, node: EnrolledNode): string | undefined =>
    store.reports.get(by.nodeId)?.report.links.find((link) => link.peer === node.name)?.endpoint;

  function tell(listener: EnrolledNode, peer: EnrolledNode, where: Whereabouts, reason: HintReason): void {
    if (!watches.isOpen(listener.nodeId)) return;
    const link = {
      seenAt: seenBy(listener, peer),
      seenBack: seenBy(peer, listener),
      neighbour: whereIs(listener),
    };
    watches.hint(listener.nodeId, hintFor(peer.name, where, link));
    sent[reason]++;
  }

  return {
    seen(nodeId, address) {
      const node = roster.numbered(nodeId);
      const before = store.endpoints.get(nodeId);
      if (node === undefined || before === address) return;
      const memory = memoryOf(node);
      if (before !== undefined) {
        const newest = { address: before, untilMs: clock.monotonic() };
        const older = memory.former.filter((one) => one.address !== before && one.address !== address);
        memory.former = [newest, ...older].slice(0, mostFormer);
        moves.tunnel++;
      }
      store.endpoints.set(nodeId, address, clock.now());
      due.set(nodeId, 'tunnel');
    },

    told(nodeId, ownTexts, leftTexts) {
      const node = roster.numbered(nodeId);
      if (node === undefined) return false;
      const memory = memoryOf(node);
      const own = readAddresses(ownTexts);
      const left = readAddresses(leftTexts).filter((address) => !own.includes(address));
      if (own.join() === memory.own.join() && left.join() === memory.left.join()) return false;
      if (left.some((address) => !memory.left.includes(address))) memory.goneMs = clock.monotonic();
      if (memory.own.length > 0) moves.node++;
      const before = keyOf(whereIs(node));
      Object.assign(memory, { own, left });
      // After a restart of the controller all nodes say where they are, and most of it is known.
      if (keyOf(whereIs(node)) !== before && !due.has(nodeId)) due.set(nodeId, 'node');
      return true;
    },

    flush() {
      for (const [nodeId, reason] of due) {
        const node = roster.numbered(nodeId);
        if (node === undefined) {
          due.delete(nodeId);
          memories.delete(nodeId);
          continue;
        }
        const memory = memoryOf(node);
        const budget = spend(memory.budget, clock.monotonic());
        // It stays due: what is told then is the latest.
        if (budget === undefined) continue;
        memory.budget = budget;
        due.delete(nodeId);
        const where = whereIs(node);
        if (where === undefined) continue;
        for (const listener of neighboursOf(node)) tell(listener, node, where, reason);
      }
    },

    tellAll(nodeId) {
      const listener = roster.numbered(nodeId);
      if (listener === undefined) return;
      for (const peer of neighboursOf(listener)) {
        const where = whereIs(peer);
        if (where !== undefined) tell(listener, peer, where, 'watch');
      }
    },

    sent: (reason) => sent[reason],
    moves: (source) => moves[source],
  };
}

/** What of a node's whereabouts makes a hint another one. */
function keyOf(where: Whereabouts | undefined): string {
  if (where === undefined) return '';
  const isTranslated = where.own.length > 0 && !where.own.includes(where.tunnel);
  return JSON.stringify([where.told, where.left, isTranslated]);
}
