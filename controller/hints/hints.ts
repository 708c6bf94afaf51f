import { isIP } from 'node:net';
import type { LinkState } from '../../shared/gen/towline/v1/LinkState.ts';
import { type FamilyFacts, noFacts, toWire } from '../../shared/net/family-facts.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Watches } from '../agents/watches.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import type { Roster } from '../tunnel/roster.ts';
import { type Budget, fullBudget, spend } from './budget.ts';
import { hintFor, type Whereabouts } from './compose.ts';
import { plausibleAddresses, readAddresses } from './plausible.ts';
import { afterOther, afterSeen, afterWord, factsOf, isUnderWay, noSight, type Sight } from './sight.ts';

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
  /** Takes a node's word of its own addresses, of those that it left, and of its probe. */
  told(nodeId: number, word: Word): Heard;
  /** Tells the neighbours of nodes of which there is news, as often as each of these may make hints. */
  flush(): void;
  /** Tells a node where all its neighbours are, and how it may be reached itself. */
  tellAll(nodeId: number): void;
  /** How a node may be reached, as far as it is known. */
  facts(nodeId: number): FamilyFacts;
  /** Hints sent since the start. */
  sent(reason: HintReason): number;
  /** Changes of addresses since the start. */
  moves(source: MoveSource): number;
}

/** What a node says of where it is; nothing of it is believed yet. */
export interface Word {
  readonly own: readonly string[];
  readonly left: readonly string[];
  /** The family that it has its tunnel speak over for a moment; undefined while it does not. */
  readonly probed?: 4 | 6 | undefined;
}

/** What became of a node's word. */
export interface Heard {
  /** Whether another look at the tunnel is worth while. */
  readonly isNews: boolean;
  /** Whether the probe under way has been seen. */
  readonly isProbeSeen: boolean;
}

export interface HintsOptions {
  readonly store: {
    readonly bundles: Pick<Store['bundles'], 'peersAt'>;
    readonly releases: Pick<Store['releases'], 'newest'>;
    readonly desired: Pick<Store['desired'], 'get'>;
    readonly endpoints: Pick<Store['endpoints'], 'get' | 'at' | 'set'>;
    readonly reports: {
      get(nodeId: number): { report: Reported } | undefined;
    };
  };
  readonly roster: Pick<Roster, 'numbered' | 'named'>;
  readonly watches: Pick<Watches, 'hint' | 'ownFacts' | 'isOpen'>;
  readonly clock: Clock;
}

interface Reported {
  readonly links: readonly Pick<LinkState, 'peer' | 'endpoint'>[];
  readonly runningRelease: number;
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
  /** The family that the tunnel does not use. */
  sight: Sight;
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
    const nothing = { former: [], own: [], left: [], sight: noSight, budget: fullBudget };
    const memory = { key: managementKey, goneMs: Number.NEGATIVE_INFINITY, ...nothing };
    memories.set(nodeId, memory);
    return memory;
  }

  /** Nodes that share a link with this one, by what it runs, should run, and may run next. */
  function neighboursOf({ nodeId }: EnrolledNode): EnrolledNode[] {
    const running = store.reports.get(nodeId)?.report.runningRelease ?? 0;
    const releases = new Set([running, store.desired.get(nodeId), store.releases.newest()]);
    const names = [...releases].flatMap((release) => store.bundles.peersAt(nodeId, release));
    return [...new Set(names)].flatMap((name) => roster.named(name) ?? []);
  }

  function whereIs(node: EnrolledNode): Whereabouts | undefined {
    const tunnel = store.endpoints.get(node.nodeId);
    if (tunnel === undefined) return undefined;
    const { former, own, left, goneMs, sight } = memoryOf(node);
    const { other, isSilent } = sight;
    const seen = [tunnel, ...(other === undefined ? [] : [other])];
    const isOthers = (address: string) =>
      [...store.endpoints.at(address)].some((nodeId) => nodeId !== node.nodeId);
    const abandoned = former.filter(({ untilMs }) => Math.abs(untilMs - goneMs) <= togetherMs);
    return {
      tunnel,
      other,
      own,
      told: plausibleAddresses(own, { seen, isOthers }),
      left: [...left, ...abandoned.map(({ address }) => address)],
      facts: factsOf({ tunnel, own, other, isSilent }),
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

  /** Has the neighbours told of what makes a hint another one than before. */
  function changed(node: EnrolledNode, change: () => void): void {
    const before = keyOf(whereIs(node));
    change();
    // After a restart of the controller all nodes say where they are, and most of it is known.
    if (keyOf(whereIs(node)) !== before && !due.has(node.nodeId)) due.set(node.nodeId, 'node');
  }

  /** Tells a node how it may be reached. */
  function tellItself({ nodeId }: EnrolledNode, { facts, tunnel, other }: Whereabouts): void {
    const seen = (family: number) => [tunnel, other].find((at) => at !== undefined && isIP(at) === family);
    watches.ownFacts(nodeId, { families: toWire(facts), seenIpv4: seen(4) ?? '', seenIpv6: seen(6) ?? '' });
  }

  return {
    seen(nodeId, address) {
      const node = roster.numbered(nodeId);
      const before = store.endpoints.get(nodeId);
      if (node === undefined || before === address) return;
      const memory = memoryOf(node);
      const isOtherFamily = before !== undefined && isIP(before) !== isIP(address);
      const probed = isOtherFamily ? afterSeen(memory.sight, address, clock.monotonic()) : undefined;
      if (probed !== undefined) {
        changed(node, () => {
          memory.sight = probed;
        });
        return;
      }
      if (isOtherFamily) memory.sight = noSight;
      if (before !== undefined) {
        const newest = { address: before, untilMs: clock.monotonic() };
        const older = memory.former.filter((one) => one.address !== before && one.address !== address);
        memory.former = [newest, ...older].slice(0, mostFormer);
        moves.tunnel++;
      }
      store.endpoints.set(nodeId, address, clock.now());
      due.set(nodeId, 'tunnel');
    },

    told(nodeId, word) {
      const node = roster.numbered(nodeId);
      if (node === undefined) return { isNews: false, isProbeSeen: false };
      const memory = memoryOf(node);
      const own = readAddresses(word.own);
      const left = readAddresses(word.left).filter((address) => !own.includes(address));
      const isOther = own.join() !== memory.own.join();
      const isNews = isOther || left.join() !== memory.left.join();
      if (left.some((address) => !memory.left.includes(address))) memory.goneMs = clock.monotonic();
      if (isNews && memory.own.length > 0) moves.node++;
      changed(node, () => {
        if (isOther && memory.own.length > 0) memory.sight = afterOther(memory.sight);
        memory.sight = afterWord(memory.sight, word.probed, clock.monotonic());
        Object.assign(memory, { own, left });
      });
      const isProbing = isUnderWay(memory.sight, clock.monotonic());
      return { isNews: isNews || isProbing, isProbeSeen: isProbing && memory.sight.probe?.isSeen === true };
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
        tellItself(node, where);
        for (const listener of neighboursOf(node)) tell(listener, node, where, reason);
      }
    },

    tellAll(nodeId) {
      const listener = roster.numbered(nodeId);
      if (listener === undefined) return;
      const itself = whereIs(listener);
      if (itself !== undefined) tellItself(listener, itself);
      for (const peer of neighboursOf(listener)) {
        const where = whereIs(peer);
        if (where !== undefined) tell(listener, peer, where, 'watch');
      }
    },

    facts(nodeId) {
      const node = roster.numbered(nodeId);
      return (node === undefined ? undefined : whereIs(node)?.facts) ?? noFacts;
    },

    sent: (reason) => sent[reason],
    moves: (source) => moves[source],
  };
}

/** What of a node's whereabouts makes a hint another one. */
function keyOf(where: Whereabouts | undefined): string {
  if (where === undefined) return '';
  const isTranslated = where.own.length > 0 && !where.own.includes(where.tunnel);
  return JSON.stringify([where.told, where.left, isTranslated, where.other, where.facts]);
}
