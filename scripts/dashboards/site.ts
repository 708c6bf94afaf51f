import type { Dashboard } from './panel.ts';

const upOrDown = { 0: ['down', 'red'], 1: ['up', 'green'] } as const;

/** The routers of one site. */
export const site: Dashboard = {
  uid: 'towline-site',
  title: 'Towline: site',
  variables: [{ name: 'site', label: 'Site', query: 'label_values(towline_release_applied, site)' }],
  rows: [
    [
      'Routers',
      [
        {
          title: 'Release',
          kind: 'stat',
          queries: [{ expr: 'towline_release_applied{site="$site"}', legend: '{{node}}' }],
        },
        {
          title: 'In contact',
          kind: 'stat',
          words: { 0: ['no', 'red'], 1: ['yes', 'green'] },
          queries: [{ expr: 'towline_controller_connected{site="$site"}', legend: '{{node}}' }],
        },
        {
          title: 'Drift',
          kind: 'stat',
          steps: [[1, 'yellow']],
          queries: [{ expr: 'towline_drift_entries{site="$site"}', legend: '{{node}}' }],
        },
        {
          title: 'BIRD',
          kind: 'stat',
          words: upOrDown,
          queries: [{ expr: 'bird_daemon_up{site="$site"}', legend: '{{node}}' }],
        },
        {
          title: 'Up for',
          kind: 'stat',
          unit: 's',
          queries: [{ expr: 'towline_machine_uptime_seconds{site="$site"}', legend: '{{node}}' }],
        },
        {
          title: 'Clock behind by',
          kind: 'stat',
          unit: 's',
          queries: [{ expr: 'towline_machine_clock_offset_seconds{site="$site"}', legend: '{{node}}' }],
        },
      ],
    ],
    [
      'Links',
      [
        {
          title: 'Links',
          kind: 'state-timeline',
          words: upOrDown,
          queries: [{ expr: 'towline_link_up{site="$site"}', legend: '{{node}} - {{peer}}' }],
        },
        {
          title: 'BGP',
          kind: 'state-timeline',
          words: upOrDown,
          queries: [{ expr: 'towline_link_bgp_up{site="$site"}', legend: '{{node}} - {{peer}}' }],
        },
        {
          title: 'Sent',
          kind: 'timeseries',
          unit: 'Bps',
          queries: [
            {
              expr: 'rate(wireguard_sent_bytes_total{site="$site",interface=~"tl-.+"}[$__rate_interval])',
              legend: '{{node}} to {{friendly_name}}',
            },
          ],
        },
        {
          title: 'Received',
          kind: 'timeseries',
          unit: 'Bps',
          queries: [
            {
              expr: 'rate(wireguard_received_bytes_total{site="$site",interface=~"tl-.+"}[$__rate_interval])',
              legend: '{{node}} from {{friendly_name}}',
            },
          ],
        },
        {
          title: 'Routes taken',
          kind: 'timeseries',
          queries: [
            {
              expr: 'bird_protocol_prefix_import_count{site="$site",proto="BGP"}',
              legend: '{{node}} {{name}} IPv{{ip_version}}',
            },
          ],
        },
      ],
    ],
    [
      'Machines',
      [
        {
          title: 'Load',
          kind: 'timeseries',
          queries: [{ expr: 'towline_machine_load1{site="$site"}', legend: '{{node}}' }],
        },
        {
          title: 'Memory that is left',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: [
            {
              expr: 'towline_machine_memory_available_bytes{site="$site"} / towline_machine_memory_size_bytes',
              legend: '{{node}}',
            },
          ],
        },
        {
          title: 'Room that is left',
          kind: 'timeseries',
          unit: 'percentunit',
          queries: [
            {
              expr: 'towline_machine_filesystem_available_bytes{site="$site"} / towline_machine_filesystem_size_bytes',
              legend: '{{node}}',
            },
          ],
        },
        {
          title: 'Temperature',
          kind: 'timeseries',
          unit: 'celsius',
          help: 'Where the machine has a sensor.',
          queries: [
            { expr: 'max by (node) (towline_machine_temperature_celsius{site="$site"})', legend: '{{node}}' },
          ],
        },
        {
          title: 'The agent',
          kind: 'timeseries',
          unit: 'bytes',
          queries: [{ expr: 'process_resident_memory_bytes{site="$site"}', legend: '{{node}}' }],
        },
      ],
    ],
  ],
};
