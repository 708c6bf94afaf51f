import { TowlineError } from '../../shared/errors.ts';
import { releaseToActivate, requireKnown, requireNotOlder, usableBundles } from '../release/activate.ts';
import { confirmedRelease, hasConfirmed } from '../release/confirmed.ts';
import type { BundleHead } from '../store/bundles.ts';
import { chooseCanaries } from './canaries.ts';
import { type PlanSources, rolloutNetwork, turnsOf } from './network.ts';
import { requireNone } from './requests.ts';
import type { Rollout, RolloutNode } from './rollout.ts';
import { allWaves } from './waves.ts';

/** A number of nodes, or a part of those that change. */
export interface Amount {
  readonly value: number;
  readonly isPercent: boolean;
}

export interface RolloutRequest {
  /** 0 for the newest. */
  readonly release: number;
  /** Only these nodes; none for all. */
  readonly names: readonly string[];
  readonly canaries: readonly string[];
  /** So many canaries, chosen; 0 where they are named, or there are none. */
  readonly canaryCount: number;
  readonly wave: Amount;
  readonly pauseMs: number;
  readonly waitsAfterCanaries: boolean;
  readonly maxFailures: Amount;
  readonly marginMs: number;
  readonly rollsBack: boolean;
}

/** What a rollout would do if each wave went well. */
export interface RolloutPlan {
  readonly rollout: Omit<Rollout, 'number'>;
  readonly waves: readonly {
    readonly names: readonly string[];
    readonly exceptions: readonly string[];
    readonly hasCanaries: boolean;
  }[];
  /** Nodes that get nothing before the end, and why. */
  readonly left: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Plans a rollout; changes nothing. Throws `notFound`, `conflict` where nothing is to be rolled out, where another
 * rollout is under way, and what activating the release throws.
 */
export async function planRollout(sources: PlanSources, request: RolloutRequest): Promise<RolloutPlan> {
  const { store, clock } = sources.context;
  requireNone(store, 'second rollout');
  const release = releaseToActivate(store, request.release);
  const heads = store.bundles.headsAt(release);
  requireKnown(heads, request.names);
  const names = new Set(request.names);
  const chosen = heads.filter(({ nodeName }) => names.size === 0 || names.has(nodeName));
  requireNotOlder(store, chosen, release);
  const usable = usableBundles(store);
  const targets = chosen.filter(
    (head) =>
      head.digest !== null &&
      usable(head) &&
      store.nodes.find(head.nodeId) !== undefined &&
      (store.desired.get(head.nodeId) < head.release || !hasConfirmed(store, head.nodeId)),
  );
  if (targets.length === 0) {
    throw new TowlineError(
      'conflict',
      `release ${release} is to change no router that is enrolled and has not proved it: 'towline activate ${release}' does what is left`,
    );
  }
  const wanted = new Map(targets.map(({ nodeId, release: own }) => [nodeId, own]));
  const network = await rolloutNetwork(sources, wanted, release);
  const turns = await turnsOf(sources, network, wanted);
  const nameOf = (index: number) => network.nodes[index]?.name ?? '';

  requireCanaries(request.canaries, targets, network.nodes, turns.blocked, network.indexOf);
  const named = new Set(request.canaries);
  const canaries =
    request.canaryCount > 0
      ? await chooseCanaries(network.nodes, turns.ready, request.canaryCount)
      : turns.ready.filter((unit) => unit.some((index) => named.has(nameOf(index))));
  if (request.canaryCount > 0 && canaries.length === 0)
    throw new TowlineError('conflict', "no router that is to change is in contact: see 'towline status'");
  const first = new Set(canaries.flat());
  const others = turns.ready.filter((unit) => !first.has(unit[0] as number));
  const amountOf = ({ value, isPercent }: Amount, round: (value: number) => number) =>
    Math.max(1, isPercent ? round((targets.length * value) / 100) : value);
  const settings = {
    waveNodes: amountOf(request.wave, Math.ceil),
    pauseMs: request.pauseMs,
    waitsAfterCanaries: request.waitsAfterCanaries,
    maxFailures: amountOf(request.maxFailures, Math.floor),
    marginMs: request.marginMs,
    rollsBack: request.rollsBack,
    isPartial: names.size > 0,
  };
  const waves = await allWaves({ nodes: network.nodes, size: settings.waveNodes }, { canaries, others });
  const now = clock.now();
  const nodes = targets.map((head): RolloutNode => {
    const index = network.indexOf.get(head.nodeId) as number;
    return {
      nodeId: head.nodeId,
      name: head.nodeName,
      state: 'waiting',
      release: head.release,
      previous: confirmedRelease(store, head.nodeId),
      isCanary: first.has(index),
      wave: 0,
      unit: 0,
      told: 0,
      changed: now,
      hadFailed: false,
      links: [],
      reason: turns.blocked.get(head.nodeId) ?? '',
    };
  });
  return {
    rollout: {
      release,
      state: 'running',
      settings,
      reason: '',
      begun: now,
      changed: now,
      wave: 0,
      waveEnded: 0,
      forgiven: 0,
      exceptions: [],
      nodes,
    },
    waves: waves.map(({ units, exceptions }) => ({
      names: units.flat().map(nameOf).sort(),
      exceptions,
      hasCanaries: units.some(([index]) => first.has(index as number)),
    })),
    left: [...turns.blocked]
      .map(([nodeId, reason]) => ({ name: store.nodes.find(nodeId)?.name ?? '', reason }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Begins what was planned, unless something else was begun meanwhile. Throws `conflict`. */
export function beginRollout({ context }: PlanSources, { rollout }: RolloutPlan): Rollout {
  const { store, audit } = context;
  return store.transaction(() => {
    requireNone(store, 'second rollout');
    const begun = store.rollouts.insert(rollout);
    const { waveNodes, maxFailures } = rollout.settings;
    const canaries = rollout.nodes.filter(({ isCanary }) => isCanary).map(({ name }) => name);
    const detail = { rollout: begun.number, nodes: rollout.nodes.length, canaries, waveNodes, maxFailures };
    audit.note({ action: 'rollout.begun', subject: rollout.release, detail });
    return begun;
  });
}

function requireCanaries(
  names: readonly string[],
  targets: readonly BundleHead[],
  nodes: readonly { readonly name: string }[],
  blocked: ReadonlyMap<number, string>,
  indexOf: ReadonlyMap<number, number>,
): void {
  for (const name of names) {
    const target = targets.find(({ nodeName }) => nodeName === name);
    if (target === undefined) {
      const isKnown = nodes.some((node) => node.name === name);
      throw new TowlineError(
        isKnown ? 'conflict' : 'notFound',
        isKnown
          ? `the release changes nothing on ${name}: name another canary, or say how many`
          : `there is no enrolled node ${JSON.stringify(name)}: see 'towline status'`,
      );
    }
    const reason = blocked.get(target.nodeId);
    if (reason !== undefined && indexOf.has(target.nodeId))
      throw new TowlineError('conflict', `${name} cannot be a canary now: ${reason}`);
  }
}
