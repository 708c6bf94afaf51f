import type { Dashboard } from './panel.ts';

const both = 'node=~"$node|$peer",peer=~"$node|$peer"';
const bothByName = 'node=~"$node|$peer",friendly_name=~"$node|$peer"';
const upOrDown = { 0: ['down', 'red'], 1: ['up', 'green'] } as const;

/** One link, from both ends. */
export const link: Dashboard = {
  uid: 'towline-link',
  title: 'Towline: link',
  variables: [
    { name: 'node', label: 'Node', query: 'label_values(towline_link_up, node)' },
    { name: 'peer', label: 'Peer', query: 'label_values(towline_link_up{node="$node"}, peer)' },
  ],
  rows: [
    [
      'State',
      [
        {
          title: 'Something arrives',
          kind: 'state-timeline',
          words: upOrDown,
          queries: [{ expr: `towline_link_up{${both}}`, legend: 'at {{node}}' }],
        },
        {
          title: 'BGP',
          kind: 'state-timeline',
          words: upOrDown,
          queries: [{ expr: `towline_link_bgp_up{${both}}`, legend: 'at {{node}}' }],
        },
        {
          title: 'BFD',
          kind: 'state-timeline',
          words: upOrDown,
          queries: [
            {
              expr: `bird_bfd_session_up * on (node, interface) group_left (peer) (towline_link_up{${both}} * 0 + 1)`,
              legend: 'at {{node}}',
            },
          ],
        },
        {
          title: 'Since the last handshake',
          kind: 'timeseries',
          unit: 's',
          help: 'WireGuard makes a new one each two minutes while something is sent.',
          queries: [
            {
              expr: `time() - (wireguard_latest_handshake_seconds{${bothByName}} > 0)`,
              legend: 'at {{node}}',
            },
          ],
        },
      ],
    ],
    [
      'Traffic',
      [
        {
          title: 'Sent',
          kind: 'timeseries',
          unit: 'Bps',
          queries: [
            {
              expr: `rate(wireguard_sent_bytes_total{${bothByName}}[$__rate_interval])`,
              legend: 'by {{node}}',
            },
          ],
        },
        {
          title: 'Received',
          kind: 'timeseries',
          unit: 'Bps',
          help: 'Where one end sends and the other receives nothing, a firewall or a NAT is between them.',
          queries: [
            {
              expr: `rate(wireguard_received_bytes_total{${bothByName}}[$__rate_interval])`,
              legend: 'by {{node}}',
            },
          ],
        },
        {
          title: 'MTU and path',
          kind: 'timeseries',
          unit: 'bytes',
          queries: [
            { expr: `towline_link_mtu_bytes{${both}}`, legend: 'MTU at {{node}}' },
            {
              expr: `towline_link_path_mtu_bytes{${both}}`,
              legend: 'path from {{node}}, where it is measured',
            },
          ],
        },
        {
          title: 'Works over',
          kind: 'stat',
          width: 12,
          words: { 0: ['no', 'red'], 1: ['yes', 'green'] },
          queries: [
            { expr: `towline_link_ipv4_possible{${both}}`, legend: 'IPv4 at {{node}}' },
            { expr: `towline_link_ipv6_possible{${both}}`, legend: 'IPv6 at {{node}}' },
          ],
        },
      ],
    ],
  ],
};
