import type { Dashboard } from './panel.ts';

/** How a release reaches the routers. */
export const release: Dashboard = {
  uid: 'towline-release',
  title: 'Towline: release',
  variables: [],
  rows: [
    [
      'Now',
      [
        { title: 'Active', kind: 'stat', queries: [{ expr: 'towline_active_release' }] },
        { title: 'Newest', kind: 'stat', queries: [{ expr: 'towline_newest_release' }] },
        {
          title: 'Not confirmed yet',
          kind: 'stat',
          steps: [[1, 'yellow']],
          queries: [{ expr: 'towline_nodes_unconfirmed' }],
        },
        {
          title: 'Activation to the last confirmation',
          kind: 'stat',
          unit: 's',
          queries: [{ expr: 'towline_activation_duration_seconds' }],
        },
        {
          title: 'In quarantine',
          kind: 'stat',
          steps: [[1, 'red']],
          queries: [{ expr: 'sum(towline_node_quarantined)' }],
        },
        {
          title: 'Taken back today',
          kind: 'stat',
          steps: [[1, 'red']],
          queries: [{ expr: 'sum(increase(towline_rollbacks_total[1d]))' }],
        },
      ],
    ],
    [
      'Routers',
      [
        {
          title: 'Not confirmed yet',
          kind: 'table',
          queries: [{ expr: 'towline_node_desired_release != towline_node_confirmed_release' }],
        },
        {
          title: 'Between two bundles',
          kind: 'table',
          queries: [{ expr: 'towline_journal_state{state!~"idle|confirmed"} == 1' }],
        },
        {
          title: 'Confirmed release',
          kind: 'timeseries',
          queries: [
            { expr: 'min(towline_node_confirmed_release)', legend: 'lowest' },
            { expr: 'max(towline_node_confirmed_release)', legend: 'highest' },
          ],
        },
        {
          title: 'Taken back',
          kind: 'timeseries',
          queries: [
            { expr: 'sum by (reason) (increase(towline_rollbacks_total[1h]))', legend: '{{reason}}' },
          ],
        },
        {
          title: 'Time to apply',
          kind: 'timeseries',
          unit: 's',
          help: 'From staging to the end, in the last hour.',
          queries: [0.5, 0.99].map((quantile) => ({
            expr: `histogram_quantile(${quantile}, sum by (le, outcome) (rate(towline_apply_duration_seconds_bucket[1h])))`,
            legend: `${100 * quantile} % {{outcome}}`,
          })),
        },
        {
          title: 'Drift',
          kind: 'timeseries',
          queries: [{ expr: 'topk(10, towline_node_drift > 0)', legend: '{{node}}' }],
        },
      ],
    ],
  ],
};
