import type { Dashboard } from './panel.ts';

const bad = [[1, 'red']] as const;

/** All routers on one screen. */
export const fleet: Dashboard = {
  uid: 'towline-fleet',
  title: 'Towline: fleet',
  variables: [],
  rows: [
    [
      'Now',
      [
        { title: 'In order', kind: 'stat', queries: [{ expr: 'towline_nodes{state="ok"}' }] },
        { title: 'Away', kind: 'stat', steps: bad, queries: [{ expr: 'towline_nodes{state="away"}' }] },
        { title: 'Failed', kind: 'stat', steps: bad, queries: [{ expr: 'towline_nodes{state="failed"}' }] },
        {
          title: 'Pending',
          kind: 'stat',
          steps: [[1, 'yellow']],
          queries: [{ expr: 'towline_nodes{state="pending"}' }],
        },
        {
          title: 'Ends of links that are down',
          kind: 'stat',
          steps: bad,
          queries: [{ expr: 'sum(towline_link_up == bool 0)' }],
        },
        {
          title: 'Wait for approval',
          kind: 'stat',
          steps: [[1, 'yellow']],
          queries: [{ expr: 'towline_pending_enrollments' }],
        },
        {
          title: 'Not in order',
          kind: 'table',
          help: 'As towline status has it.',
          queries: [{ expr: 'towline_node_state{state!="ok"} == 1 or towline_node_drift > 0' }],
        },
        {
          title: 'Links that are down',
          kind: 'table',
          queries: [{ expr: 'towline_link_up == 0' }],
        },
      ],
    ],
    [
      'Traffic and lines',
      [
        {
          title: 'Sent by links',
          kind: 'timeseries',
          unit: 'Bps',
          queries: [
            {
              expr: 'topk(10, sum by (node) (rate(wireguard_sent_bytes_total{interface=~"tl-.+"}[$__rate_interval])))',
              legend: '{{node}}',
            },
          ],
        },
        {
          title: 'Links that work',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: [{ expr: 'avg(towline_link_up)', legend: 'of all ends' }],
        },
        {
          title: 'Lines that moved',
          kind: 'timeseries',
          help: 'Changes of public addresses, an hour.',
          queries: [
            {
              expr: 'sum by (source) (increase(towline_node_moves_total[1h]))',
              legend: 'noticed by the {{source}}',
            },
          ],
        },
        {
          title: 'Repair of links',
          kind: 'timeseries',
          unit: 's',
          help: 'From the silence of a link until something arrives again, in the last hour.',
          queries: [0.5, 0.99].map((quantile) => ({
            expr: `histogram_quantile(${quantile}, sum by (le) (rate(towline_tracker_repair_duration_seconds_bucket[1h])))`,
            legend: `${100 * quantile} %`,
          })),
        },
      ],
    ],
    [
      'Controller',
      [
        {
          title: 'Streams and queue',
          kind: 'timeseries',
          queries: [
            { expr: 'towline_watches', legend: 'watch streams' },
            { expr: 'towline_queue_length', legend: 'work that waits' },
          ],
        },
        {
          title: 'Calls',
          kind: 'timeseries',
          unit: 's',
          help: '99 % of the calls of each method take less.',
          queries: [
            {
              expr: 'histogram_quantile(0.99, sum by (le, method) (rate(towline_rpc_duration_seconds_bucket{method!="Watch"}[5m])))',
              legend: '{{method}}',
            },
          ],
        },
        {
          title: 'Database and git',
          kind: 'timeseries',
          unit: 'percentunit',
          help: 'Part of the time in which they are at work.',
          queries: [
            {
              expr: 'sum(rate(towline_database_seconds_total{operation!="transaction"}[5m]))',
              legend: 'database',
            },
            { expr: 'sum(rate(towline_git_seconds_total[5m]))', legend: 'git' },
          ],
        },
        {
          title: 'Memory and CPU',
          kind: 'timeseries',
          queries: [
            { expr: 'process_resident_memory_bytes{job="towline-controller"} / 1048576', legend: 'MiB' },
            {
              expr: '100 * rate(process_cpu_seconds_total{job="towline-controller"}[5m])',
              legend: '% of a core',
            },
          ],
        },
      ],
    ],
  ],
};
