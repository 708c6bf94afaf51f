import type { Registry } from 'prom-client';
import { gauge, type Labels } from '../../shared/metrics/series.ts';
import { nodeStates } from '../rollout/rollout.ts';
import type { MetricsSources } from './metrics.ts';

/** Where a rollout that is under way is; `none` while there is none. */
const states = ['none', 'running', 'paused', 'stopped', 'finishing', 'returning'] as const;

/** The rollout that is under way, if one is. */
export function registerRollouts(registry: Registry, { store }: MetricsSources): void {
  gauge(
    registry,
    'towline_rollout_state',
    'Whether the rollout under way is in a state; 1 for the one that it is in.',
    ['state'],
    () => {
      const now = store.rollouts.current()?.state ?? 'none';
      return states.map((state): [Labels, number] => [{ state }, state === now ? 1 : 0]);
    },
  );
  gauge(
    registry,
    'towline_rollout_nodes',
    'Nodes of the rollout under way by state; without a series where none is under way.',
    ['state'],
    () => {
      const rollout = store.rollouts.current();
      if (rollout === undefined) return [];
      const counts = new Map(nodeStates.map((state) => [state, 0]));
      for (const { state } of rollout.nodes) counts.set(state, (counts.get(state) ?? 0) + 1);
      return [...counts].map(([state, count]): [Labels, number] => [{ state }, count]);
    },
  );
}
