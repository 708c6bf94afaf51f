import { manifestCodec } from '../../shared/rpc/codec.ts';
import { type ConditionSources, conditionOf } from '../agents/condition.ts';
import { linkWord } from '../history/changes.ts';
import { takenBack } from '../pairs/take-back.ts';
import { confirmedRelease, hasConfirmed } from '../release/confirmed.ts';
import type { Store } from '../store/store.ts';
import type { LinkBefore, Rollout, RolloutNode } from './rollout.ts';
import type { NodeSeen, Seen } from './transition.ts';

/** What is remembered between two looks, and forgotten by a restart. */
export interface RolloutMemory {
  /** When the controller first looked, in ms of the monotonic clock; undefined until it has. */
  startedAt: number | undefined;
  /** When nodes that are on their way were first seen to be, by node and time of telling. */
  readonly seenAt: Map<string, number>;
  /** Which of these were told by the controller that was before this one. */
  readonly toldBefore: Set<string>;
  /** Confirm windows of the bundles that these get, in ms: a manifest is decoded once. */
  readonly confirmMs: Map<string, number>;
  /** Nodes of which news are waited for. */
  readonly followed: Set<number>;
}

export function newRolloutMemory(): RolloutMemory {
  return {
    startedAt: undefined,
    seenAt: new Map(),
    toldBefore: new Set(),
    confirmMs: new Map(),
    followed: new Set(),
  };
}

const keyOf = ({ nodeId, told }: RolloutNode) => `${nodeId} ${told}`;

/** At the first look: whoever is on its way by then was told by the controller that was before this one. */
export function beginMemory(memory: RolloutMemory, rollout: Rollout | undefined, now: number): void {
  if (memory.startedAt !== undefined) return;
  memory.startedAt = now;
  for (const node of rollout?.nodes ?? []) if (node.state === 'told') memory.toldBefore.add(keyOf(node));
}

/**
 * Notes whose news are waited for, and forgets the times of all that nothing more is asked about. Nodes that were well in
 * the wave under way are looked at in turn, not at each of their reports: they are most of a large wave.
 */
export function follow(memory: RolloutMemory, rollout: Rollout | undefined): void {
  const { followed, seenAt, toldBefore, confirmMs } = memory;
  followed.clear();
  const asked = new Set<string>();
  for (const node of rollout?.nodes ?? []) {
    const isUnderWay = node.state === 'told' || node.state === 'returning';
    if (isUnderWay) followed.add(node.nodeId);
    if (isUnderWay || (node.told > 0 && node.wave === rollout?.wave)) asked.add(keyOf(node));
  }
  for (const times of [seenAt, toldBefore, confirmMs])
    for (const key of times.keys()) if (!asked.has(key)) times.delete(key);
}

export interface ObserveSources extends ConditionSources {
  readonly store: Store;
  readonly clock: ConditionSources['clock'] & { monotonic(): number };
  readonly whyPutOff: (nodeId: number) => string | undefined;
}

/** So long after the controller's start a node that is not in contact is away, in ms. */
const settleMs = 60_000;

/** A node that is told again has begun to try, and says so, within this time, in ms: what failed before is old then. */
const retryMs = 10_000;

/** Where nodes switch together new keys are proved, which takes a handshake (agent/prove/handshakes.ts), in ms. */
const handshakeWindowMs = 200_000;

/** What is known of a rollout's nodes now. */
export function observe(sources: ObserveSources, rollout: Rollout, memory: RolloutMemory): Seen {
  const { store, clock } = sources;
  const now = clock.monotonic();
  beginMemory(memory, rollout, now);
  const startedAt = memory.startedAt ?? now;
  const known = new Map<RolloutNode, NodeSeen>();
  const units = new Map<number, number>();
  for (const { unit } of rollout.nodes) if (unit > 0) units.set(unit, (units.get(unit) ?? 0) + 1);

  // Thousands may wait of whom no more is asked than where they are: the rest is looked at when it is asked for.
  const look = (node: RolloutNode): NodeSeen => {
    const { nodeId, release } = node;
    const enrolled = store.nodes.find(nodeId);
    const head = store.bundles.head(nodeId, release);
    const key = keyOf(node);
    const isUnderWay = node.state === 'told' || node.state === 'returning';
    if (isUnderWay && !memory.seenAt.has(key)) memory.seenAt.set(key, now);
    const inFlightMs = now - (memory.seenAt.get(key) ?? now);
    const windowOf = once(() => {
      const confirmMs = memory.confirmMs.get(key) ?? confirmMsOf(store, nodeId, release);
      memory.confirmMs.set(key, confirmMs);
      const isTied = (units.get(node.unit) ?? 0) > 1;
      return Math.max(confirmMs, isTied ? handshakeWindowMs : 0) + rollout.settings.marginMs;
    });
    const report = store.reports.get(nodeId)?.report;
    const last = report?.lastApply;
    const isRefused =
      last?.outcome === 'APPLY_OUTCOME_ROLLED_BACK' || last?.outcome === 'APPLY_OUTCOME_REFUSED';
    const isQuarantined = head?.digest?.equals(report?.quarantinedDigest ?? Buffer.alloc(0)) === true;
    const hasFailed = (isRefused && last?.release === release) || isQuarantined;
    const verdict = once(() => {
      // While the controller was away a node could prove nothing, and it tries again.
      const isOld = () =>
        (node.hadFailed && inFlightMs < retryMs) || (memory.toldBefore.has(key) && inFlightMs < windowOf());
      return verdictOf(sources, node, hasFailed && !isOld());
    });
    return {
      isGone: enrolled === undefined || head?.sealingKey?.equals(enrolled.sealingKey) !== true,
      isInContact: conditionOf(sources, nodeId) !== 'away',
      desired: store.desired.get(nodeId),
      hasFailed,
      inFlightMs,
      get confirmed() {
        return confirmedRelease(store, nodeId);
      },
      get verdict() {
        return verdict().verdict;
      },
      get reason() {
        return verdict().reason;
      },
      get links() {
        return linksOf(store, nodeId);
      },
      get windowMs() {
        return windowOf();
      },
    };
  };
  return {
    isSettled: now - startedAt >= settleMs,
    of(node) {
      const seen = known.get(node) ?? look(node);
      known.set(node, seen);
      return seen;
    },
  };
}

function confirmMsOf(store: Store, nodeId: number, release: number): number {
  const content = store.bundles.find(nodeId, release)?.content;
  return content === undefined ? 0 : manifestCodec.decode(content.manifest).confirmWindowS * 1000;
}

/** Links that work now, as far as they are between nodes of the network. */
function linksOf(store: Store, nodeId: number): LinkBefore[] {
  return (store.reports.get(nodeId)?.report.links ?? []).flatMap((link) => {
    const word = linkWord(link);
    const isKnown = store.nodes.findByName(link.peer) !== undefined;
    return word === 'down' || !isKnown ? [] : [{ peer: link.peer, word }];
  });
}

function verdictOf(
  sources: ObserveSources,
  node: RolloutNode,
  hasFailed: boolean,
): Pick<NodeSeen, 'verdict' | 'reason'> {
  const { store } = sources;
  const { nodeId, release } = node;
  const desired = store.desired.get(nodeId);
  const report = store.reports.get(nodeId)?.report;
  const said = desired > release ? takenBack(store.releases.text(desired)) : undefined;
  if (said !== undefined) return { verdict: 'failed', reason: said };
  if (hasFailed) {
    const { lastApply } = report ?? {};
    const reason = lastApply?.release === release ? lastApply.reason : '';
    return { verdict: 'failed', reason: reason || 'this release is in quarantine there' };
  }
  const pending = (reason: string) => ({ verdict: 'pending', reason }) as const;
  if (conditionOf(sources, nodeId) === 'away') return pending('out of contact');
  const putOff = sources.whyPutOff(nodeId);
  if (putOff !== undefined) return pending(putOff);
  if (desired < release || !hasConfirmed(store, nodeId)) return pending('has not confirmed it');
  if (report?.runningRelease !== desired) return pending('has not said yet how it is');
  const down = linksDown(sources, node, desired);
  if (down.length === 0) return { verdict: 'healthy', reason: '' };
  const shown =
    down.length > 3 ? `${down.slice(0, 3).join(', ')} and ${down.length - 3} more` : down.join(', ');
  return pending(
    `confirmed, but its ${down.length === 1 ? 'link' : 'links'} to ${shown} worked before and ${down.length === 1 ? 'does' : 'do'} not`,
  );
}

/**
 * Peers of links that worked before and do not now, sorted. Left aside: what a bundle of either end removed, and links
 * to who is out of contact, of whom nobody knows whether it is there.
 */
function linksDown(sources: ObserveSources, node: RolloutNode, desired: number): string[] {
  const { store } = sources;
  const own = new Set(store.bundles.peersAt(node.nodeId, desired));
  const now = new Map(linksOf(store, node.nodeId).map(({ peer, word }) => [peer, word]));
  return node.links
    .filter(({ peer, word }) => {
      const there = store.nodes.findByName(peer);
      if (there === undefined || !own.has(peer)) return false;
      const words: readonly (string | undefined)[] = word === 'up' ? ['up'] : ['up', 'no BFD'];
      if (words.includes(now.get(peer))) return false;
      const wanted = store.desired.get(there.nodeId);
      if (!store.bundles.peersAt(there.nodeId, wanted).includes(node.name)) return false;
      return conditionOf(sources, there.nodeId) !== 'away';
    })
    .map(({ peer }) => peer)
    .sort();
}

function once<T>(work: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: work() };
    return kept.value;
  };
}
