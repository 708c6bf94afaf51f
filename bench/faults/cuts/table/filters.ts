import type { Cut, Kind, Place } from '../cut.ts';

const output = (rules: string, policy = 'accept') =>
  `table inet site {\n  chain output { type filter hook output priority 0; policy ${policy}; ${rules}; }\n}`;
const input = (rules: string, policy = 'accept') =>
  `table inet site {\n  chain input { type filter hook input priority 0; policy ${policy}; ${rules}; }\n}`;

/** A packet filter of the admin's own drops, changes or leads astray what the management tunnel needs. */
export const filters: readonly Cut[] = [
  filter('filter-output-port', 'dual', 'the tunnel’s port dropped on the way out', (at) =>
    output(`udp dport ${at.tunnelPort} drop`),
  ),
  filter('filter-output-tunnel', 'dual', 'all that goes into the management interface dropped', () =>
    output('oifname "tlmgmt" drop'),
  ),
  filter('filter-input-tunnel', 'four', 'all that comes out of the management interface dropped', () =>
    input('iifname "tlmgmt" drop'),
  ),
  filter('filter-input-uplink', 'six', 'all that comes in by the uplink dropped', () =>
    input('iifname "wan0" drop'),
  ),
  filter('filter-input-policy', 'dual', 'a policy of drop that forgets answers', () =>
    input(
      'iifname { "lo", "tl-*" } accept; tcp dport 22 accept; meta l4proto { icmp, ipv6-icmp } accept;',
      'drop',
    ),
  ),
  filter('filter-output-policy', 'dual', 'a policy of drop on the way out that knows TCP only', () =>
    output('oifname "lo" accept; meta l4proto { tcp, icmp, ipv6-icmp } accept;', 'drop'),
  ),
  filter(
    'filter-ingress',
    'dual',
    'the tunnel’s port dropped before routing, by the device',
    (at) =>
      `table netdev site {\n  chain ingress { type filter hook ingress device "wan0" priority 0; udp sport ${at.tunnelPort} drop; }\n}`,
  ),
  filter('filter-conntrack-inverted', 'dual', 'established connections dropped, new ones let in', () =>
    input('meta l4proto udp ct state established drop'),
  ),
  filter(
    'filter-untracked',
    'four',
    'tracking switched off, and what is untracked dropped',
    () =>
      `table inet site {
  chain raw_in { type filter hook prerouting priority raw; meta l4proto udp notrack; }
  chain raw_out { type filter hook output priority raw; meta l4proto udp notrack; }
  chain input { type filter hook input priority 0; ct state untracked meta l4proto udp drop; }
}`,
  ),
  filter('filter-rate-limit', 'dual', 'two packets a minute to the controller', (at) =>
    output(`udp dport ${at.tunnelPort} limit rate over 2/minute burst 1 packets drop`),
  ),
  filter(
    'filter-large-outer',
    'dual',
    'an MTU too small for handshakes: outer packets over 150 bytes dropped',
    (at) => output(`udp dport ${at.tunnelPort} meta length > 150 drop`),
  ),
  filter('filter-large-inner', 'dual', 'an MTU too small for calls: connections open, and then stall', () =>
    output('oifname "tlmgmt" meta length > 140 drop'),
  ),
  filter('filter-new-connections', 'dual', 'no new connections to the controller, the old one stays', (at) =>
    output(`ip6 daddr ${at.inner} tcp flags & (syn | ack) == syn drop`),
  ),
  filter('filter-reset', 'six', 'connections to the controller reset', (at) =>
    output(`ip6 daddr ${at.inner} tcp dport ${at.innerPort} reject with tcp reset`),
  ),
  filter('filter-one-hop', 'dual', 'a hop limit of 1 on what goes out', (at) =>
    output(`udp dport ${at.tunnelPort} ip ttl set 1; udp dport ${at.tunnelPort} ip6 hoplimit set 1`),
  ),
  filter('filter-source-nat', 'dual', 'the tunnel’s packets given a source address that is not ours', (at) =>
    output(
      `udp dport ${at.tunnelPort} ip saddr set 198.18.250.9; udp dport ${at.tunnelPort} ip6 saddr set 2001:db8:250::9`,
    ),
  ),
  filter('filter-destination-nat', 'four', 'the tunnel’s packets sent to another address', (at) =>
    output(`udp dport ${at.tunnelPort} ip daddr set 198.18.250.9`),
  ),
  filter(
    'filter-mark-cleared',
    'dual',
    'WireGuard’s mark taken off, and a wrong default in BIRD’s table',
    (at) =>
      `table inet site {
  chain output { type route hook output priority mangle; policy accept; udp dport ${at.tunnelPort} meta mark set 0; }
}`,
    { 'bird/kernel.conf': wrongDefault() },
  ),
  filter(
    'filter-all-gone',
    'dual',
    'flush ruleset, and then a filter that lets nothing but SSH in or out',
    () =>
      `flush ruleset
table inet site {
  chain input { type filter hook input priority 0; policy drop; iifname "lo" accept; tcp dport 22 accept; }
  chain output { type filter hook output priority 0; policy drop; oifname "lo" accept; tcp sport 22 accept; }
}`,
  ),
];

function filter(
  name: string,
  on: Kind,
  how: string,
  rules: (at: Place) => string,
  more: Readonly<Record<string, string>> = {},
): Cut {
  const file = (at: Place) => `{% extends "above" %}{% block rules %}\n${rules(at)}\n{% endblock %}`;
  return { name, on, how, templates: (at) => ({ 'nftables/nftables.conf': file(at), ...more }) };
}

/** `bird/kernel.conf` of a BIRD that exports a wrong default to the table that unmarked packets look into. */
function wrongDefault(): string {
  const family = (name: 'ipv4' | 'ipv6', digit: 4 | 6, prefix: string) => `protocol static wrong${digit} {
  ${name};
  route ${prefix} blackhole;
}

protocol kernel tl_kernel_v${digit} {
  kernel table {{ bird.table }};
  scan time 20;
  ${name} { import none; export where source = RTS_BGP || proto = "wrong${digit}"; };
}
`;
  return `${family('ipv4', 4, '0.0.0.0/0')}\n${family('ipv6', 6, '::/0')}`;
}
