import { TowlineError } from '../../shared/errors.ts';
import type { GetRolloutRequest } from '../../shared/gen/towline/v1/GetRolloutRequest.ts';
import type { GetRolloutResponse } from '../../shared/gen/towline/v1/GetRolloutResponse.ts';
import type { Rollout as Shown } from '../../shared/gen/towline/v1/Rollout.ts';
import type { RolloutNodeState as ShownNodeState } from '../../shared/gen/towline/v1/RolloutNodeState.ts';
import type { RolloutState as ShownState } from '../../shared/gen/towline/v1/RolloutState.ts';
import { failuresOf, nodeStates, type Rollout, type RolloutNode } from '../rollout/rollout.ts';
import { seenOf } from '../rollout/seen-of.ts';
import type { AdminContext } from './context.ts';

/** Shows a rollout with its nodes. Throws `notFound`. */
export function getRollout(context: AdminContext, { number }: GetRolloutRequest): GetRolloutResponse {
  const { rollouts } = context.store;
  const rollout = number === 0 ? (rollouts.current() ?? rollouts.newest()) : rollouts.find(number);
  if (rollout === undefined && number !== 0)
    throw new TowlineError('notFound', `there is no rollout ${number}: see 'towline rollout list'`);
  return { rollout: rollout === undefined ? null : rolloutMessage(context, rollout) };
}

const states: Readonly<Record<Rollout['state'], ShownState>> = {
  running: 'ROLLOUT_STATE_RUNNING',
  paused: 'ROLLOUT_STATE_PAUSED',
  stopped: 'ROLLOUT_STATE_STOPPED',
  finishing: 'ROLLOUT_STATE_FINISHING',
  returning: 'ROLLOUT_STATE_RETURNING',
  done: 'ROLLOUT_STATE_DONE',
  aborted: 'ROLLOUT_STATE_ABORTED',
};

const shownNodeStates: Readonly<Record<RolloutNode['state'], ShownNodeState>> = {
  waiting: 'ROLLOUT_NODE_STATE_WAITING',
  told: 'ROLLOUT_NODE_STATE_TOLD',
  healthy: 'ROLLOUT_NODE_STATE_HEALTHY',
  failed: 'ROLLOUT_NODE_STATE_FAILED',
  left: 'ROLLOUT_NODE_STATE_LEFT',
  gone: 'ROLLOUT_NODE_STATE_GONE',
  returning: 'ROLLOUT_NODE_STATE_RETURNING',
  returned: 'ROLLOUT_NODE_STATE_RETURNED',
};

/** A rollout with its nodes. */
export function rolloutMessage(context: AdminContext, rollout: Rollout): Shown {
  const now = context.clock.now();
  const counts = new Map<RolloutNode['state'], number>();
  for (const { state } of rollout.nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
  const pending = seenOf(context, rollout);
  return {
    ...summaryMessage(rollout, counts, now),
    failures: Math.max(0, failuresOf(rollout)),
    nodes: rollout.nodes.map((node) => ({
      nodeName: node.name,
      state: shownNodeStates[node.state],
      wave: node.wave,
      isCanary: node.isCanary,
      ageS: Math.max(0, Math.floor((now - node.changed) / 1000)),
      reason: node.state === 'told' ? (pending(node) ?? node.reason) : node.reason,
    })),
  };
}

/** The same without the nodes. */
export function summaryMessage(
  rollout: Omit<Rollout, 'nodes'>,
  counts: ReadonlyMap<RolloutNode['state'], number>,
  now: number,
): Shown {
  const { number, release, state, reason, begun, changed, wave, waveEnded, settings, exceptions } = rollout;
  const left = Math.min(waveEnded, now) + settings.pauseMs - now;
  const isPausing = state === 'running' && waveEnded > 0 && (counts.get('waiting') ?? 0) > 0;
  return {
    number,
    release,
    state: states[state],
    reason,
    begunMs: begun,
    changedMs: changed,
    wave,
    ...(isPausing ? { pauseLeftMs: Math.max(0, left) } : {}),
    failures: Math.max(0, (counts.get('failed') ?? 0) - rollout.forgiven),
    maxFailures: settings.maxFailures,
    waveNodes: settings.waveNodes,
    rollsBack: settings.rollsBack,
    counts: nodeStates.flatMap((one) => {
      const nodes = counts.get(one) ?? 0;
      return nodes === 0 ? [] : { state: shownNodeStates[one], nodes };
    }),
    exceptions: exceptions.map(({ wave: of, text }) => ({ wave: of, text })),
    nodes: [],
  };
}
