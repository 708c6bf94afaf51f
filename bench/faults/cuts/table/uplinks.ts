import type { Cut, Kind, Place } from '../cut.ts';

/** A script of the admin's own that sets the uplink up, and does it wrongly. */
export const uplinks: readonly Cut[] = [
  script('uplink-down', 'dual', 'the uplink switched off', () => 'ip link set dev wan0 down'),
  script('uplink-mtu-1200', 'six', 'an MTU below what IPv6 needs', () => 'ip link set dev wan0 mtu 1200'),
  script(
    'uplink-addresses-gone',
    'dual',
    'the uplink’s addresses flushed',
    () => 'ip address flush dev wan0',
  ),
  script(
    'uplink-no-default',
    'dual',
    'the default routes forgotten',
    () => 'ip route delete default\nip -6 route delete default',
  ),
  script(
    'uplink-wrong-default',
    'dual',
    'default routes by a gateway that is not there',
    (at) =>
      `ip route replace default via ${at.uplinkV4}.77 dev wan0\nip -6 route replace default via ${at.uplinkV6}::77 dev wan0`,
  ),
  script(
    'uplink-gateway-neighbour',
    'dual',
    'the gateway with another one’s hardware address',
    (at) =>
      `ip neigh replace ${at.uplinkV4}.1 lladdr 02:00:00:00:00:09 dev wan0 nud permanent
ip -6 neigh replace ${at.uplinkV6}::1 lladdr 02:00:00:00:00:09 dev wan0 nud permanent`,
  ),
  script(
    'policy-marked-unreachable',
    'dual',
    'a rule that refuses marked packets',
    () =>
      'ip -4 rule add preference 100 fwmark 0x746c unreachable\nip -6 rule add preference 100 fwmark 0x746c unreachable',
  ),
  script(
    'policy-from-uplink',
    'four',
    'source routing by an address that leads nowhere',
    (at) =>
      `ip route replace blackhole default table 99 proto 99\nip rule add preference 100 from ${at.uplinkV4}.2 lookup 99`,
  ),
  script(
    'policy-ipsec',
    'four',
    'an IPsec policy that blocks the controller',
    (at) => `ip xfrm policy add dir out dst ${at.controllerV4}/32 action block`,
  ),
  script('clash-controller', 'dual', 'the controller’s public addresses on an interface of one’s own', (at) =>
    clash([`${at.controllerV4}/32`, `${at.controllerV6}/128`]),
  ),
  script('tunnel-down', 'dual', 'every WireGuard interface switched off, the management tunnel’s too', () =>
    each('ip link set dev "$i" down'),
  ),
  script('tunnel-mtu-1000', 'dual', 'every WireGuard interface with an MTU below what IPv6 needs', () =>
    each('ip link set dev "$i" mtu 1000'),
  ),
  script(
    'tunnel-addresses-gone',
    'four',
    'the addresses of the management tunnel flushed',
    () => 'ip address flush dev tlmgmt',
  ),
  script(
    'tunnel-route-gone',
    'six',
    'the route into the management tunnel deleted',
    (at) => `ip -6 route delete ${at.inner}/128 dev tlmgmt`,
  ),
  script(
    'tunnel-other-key',
    'six',
    'the management interface with a new private key',
    () => 'wg genkey >/run/new-key; wg set tlmgmt private-key /run/new-key',
  ),
  script('rules-flushed', 'dual', 'every policy rule flushed', () => 'ip -4 rule flush\nip -6 rule flush'),
];

function script(name: string, on: Kind, how: string, commands: (at: Place) => string): Cut {
  const file = (at: Place) => `{% extends "above" %}{% block more %}\n${commands(at)}\n{% endblock %}`;
  return { name, on, how, templates: (at) => ({ 'uplink/uplink.sh': file(at) }) };
}

const clash = (addresses: readonly string[]) =>
  [
    'ip link add site0 type veth peer name site1',
    'ip link set dev site1 up',
    'ip link set dev site0 up',
    ...addresses.map(
      (address) => `ip address add ${address} dev site0${address.includes(':') ? ' nodad' : ''}`,
    ),
  ].join('\n');

const each = (command: string) => `for i in /sys/class/net/tl*; do i=\${i##*/}; ${command}; done`;
