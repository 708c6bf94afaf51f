import type { Registry } from 'prom-client';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { gauge, type Labels } from '../../shared/metrics/series.ts';
import { conditionOf, conditions } from '../agents/condition.ts';
import { confirmedRelease } from '../release/confirmed.ts';
import type { StoredReport } from '../store/reports.ts';
import type { MetricsSources } from './metrics.ts';

/** What a node may say of its BIRD; other words would make series without bound. */
const birdStates = new Set(['running', 'absent', 'silent', 'restarting', 'foreign']);

/** The enrolled nodes, by state and each by itself. */
export function registerNodes(registry: Registry, sources: MetricsSources): void {
  const { store } = sources;
  const labels = ['node'];
  gauge(registry, 'towline_nodes', 'Enrolled nodes by state, as towline status has it.', ['state'], () => {
    const counts = new Map(conditions.map((state) => [state, 0]));
    for (const { nodeId } of store.nodes.all()) {
      const state = conditionOf(sources, nodeId);
      counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    return [...counts].map(([state, count]): [Labels, number] => [{ state }, count]);
  });
  gauge(registry, 'towline_node_state', 'State of a node, as a label; always 1.', ['node', 'state'], () =>
    store.nodes.all().map(({ nodeId, name }) => [{ node: name, state: conditionOf(sources, nodeId) }, 1]),
  );
  const each = (name: string, help: string, value: (nodeId: number) => number) =>
    gauge(registry, `towline_node_${name}`, help, labels, () =>
      store.nodes.all().map(({ nodeId, name: node }) => [{ node }, value(nodeId)]),
    );
  each('desired_release', 'Release whose bundle the node should run, 0 if none.', (nodeId) =>
    store.desired.get(nodeId),
  );
  each('confirmed_release', 'Release whose bundle the node proved last, 0 if none.', (nodeId) =>
    confirmedRelease(store, nodeId),
  );
  each('links_desired', 'Links of the bundle that the node should run.', (nodeId) => {
    const release = store.desired.get(nodeId);
    return store.bundles.find(nodeId, release)?.peers.length ?? 0;
  });

  const stored = (): [node: string, stored: StoredReport][] =>
    store.nodes.all().flatMap(({ nodeId, name }): [string, StoredReport][] => {
      const last = store.reports.get(nodeId);
      return last === undefined ? [] : [[name, last]];
    });
  gauge(
    registry,
    'towline_node_last_report_timestamp_seconds',
    'Unix time at which the node reported last; a node that never did has none.',
    labels,
    () => stored().map(([node, { received }]) => [{ node }, received / 1000]),
  );
  const reported = (name: string, help: string, value: (report: ReportRequest) => number) =>
    gauge(registry, `towline_node_${name}`, help, labels, () =>
      stored().map(([node, { report }]) => [{ node }, value(report)]),
    );
  reported('drift', 'Differences between a node and its confirmed bundle.', ({ drift }) => drift.length);
  reported(
    'links_established',
    'Links of a node whose BGP session is established.',
    ({ links }) => links.filter(({ bgpState }) => bgpState === 'Established').length,
  );
  reported(
    'prefix_limits_hit',
    'Links of a node whose other end sends more prefixes than its limit admits.',
    ({ links }) => links.filter(({ prefixLimitHit }) => prefixLimitHit).length,
  );
  reported('quarantined', 'Whether a node has a bundle in quarantine.', ({ quarantinedDigest }) =>
    quarantinedDigest.length === 0 ? 0 : 1,
  );
  gauge(
    registry,
    'towline_node_bird_state',
    'State of BIRD on a node, as a label; always 1.',
    ['node', 'state'],
    () =>
      stored().map(([node, { report }]) => [
        { node, state: birdStates.has(report.birdState) ? report.birdState : 'unknown' },
        1,
      ]),
  );
}
