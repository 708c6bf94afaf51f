import type { Registry } from 'prom-client';
import { gauge, single } from '../../shared/metrics/series.ts';
import { hasConfirmed } from '../release/confirmed.ts';
import type { MetricsSources } from './metrics.ts';

/** Releases, and how far the one that was activated last has come. */
export function registerReleases(registry: Registry, { store }: MetricsSources): void {
  const one = (name: string, help: string, value: () => number | undefined) =>
    gauge(registry, `towline_${name}`, help, [], () => single(value()));
  one('newest_release', 'Number of the newest release, 0 if there is none.', () => store.releases.newest());
  one('active_release', 'Number of the newest release that was activated for all nodes, 0 if none was.', () =>
    store.releases.newestActive(),
  );
  one(
    'nodes_unconfirmed',
    'Nodes that have not proved the bundle that they should run.',
    () =>
      store.nodes
        .all()
        .filter(({ nodeId }) => store.desired.get(nodeId) !== 0 && !hasConfirmed(store, nodeId)).length,
  );
  one(
    'activation_duration_seconds',
    'Time from the activation of the active release to the last confirmation since; none before the first.',
    () => {
      const activated = store.releases.find(store.releases.newestActive())?.activated ?? undefined;
      const confirmed = store.desired.lastConfirmedAt();
      if (activated === undefined || confirmed === undefined || confirmed < activated) return undefined;
      return (confirmed - activated) / 1000;
    },
  );
}
