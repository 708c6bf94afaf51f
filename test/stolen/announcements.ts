import type { Announcement } from './attacker.ts';
import type { Known } from './fixture.ts';

/** Everything that Dresden announces once it is stolen; each prefix once, since a session carries it once. */
export function announcements(
  known: Readonly<Record<'aachen' | 'berlin' | 'chemnitz' | 'dresden', Known>>,
  managementPrefix: string,
): Announcement[] {
  const { aachen, berlin, chemnitz, dresden } = known;
  const own = [dresden.asn];
  const forged = (...behind: number[]) => [dresden.asn, ...behind];
  const communities = [
    ...[aachen, berlin].map(({ asn }) => `bgp_large_community.add((${asn}, 0, 1));`),
    'bgp_community.add((65535, 666)); bgp_med = 0;',
  ].join(' ');
  const all: [
    what: string,
    path: readonly number[],
    prefixes: readonly string[],
    more?: Partial<Announcement>,
  ][] = [
    ['its own LAN', own, ['10.4.0.0/24', 'fd4a:7b1c:2e90:4::/64']],
    [
      'its own loopback, with a next hop on an uplink',
      own,
      [`${dresden.v6}/128`],
      { nextHop: '2001:db8:1::1' },
    ],
    ['its own loopback, with an IPv4 next hop', own, [`${dresden.v4}/32`], { nextHop: '198.18.1.1' }],
    ['a part of its own LAN', own, ['10.4.0.128/25', 'fd4a:7b1c:2e90:4:8000::/65']],
    ['a default route', own, ['0.0.0.0/0', '::/0']],
    ['half of a default route', own, ['0.0.0.0/1', '128.0.0.0/1', '2000::/3', '8000::/1']],
    ["Aachen's LAN", own, ['10.1.0.0/24', 'fd4a:7b1c:2e90:1::/64']],
    ["a part of Aachen's LAN", own, ['10.1.0.0/25', '10.1.0.2/32', 'fd4a:7b1c:2e90:1::2/128']],
    ["Berlin's LAN", own, ['10.2.0.0/24']],
    ["Berlin's LAN, as if over Berlin", forged(berlin.asn), ['fd4a:7b1c:2e90:2::/64']],
    ["a part of Berlin's LAN", own, ['10.2.0.0/25', 'fd4a:7b1c:2e90:2::2/128']],
    ["a part of Berlin's LAN, as if over Berlin", forged(berlin.asn), ['10.2.0.128/25', '10.2.0.2/32']],
    ["a part of Berlin's LAN, as if Berlin sent it", [berlin.asn], ['10.2.0.130/32']],
    ["a part of Aachen's LAN, as if over Aachen", forged(aachen.asn), ['10.1.0.128/25']],
    ["Chemnitz' LAN", own, ['10.3.0.0/24']],
    ["Chemnitz' LAN, as if linked with it", forged(chemnitz.asn), ['fd4a:7b1c:2e90:3::/64']],
    ["a part of Chemnitz' LAN", own, ['10.3.0.0/25']],
    ["a part of Chemnitz' LAN, as if linked with it", forged(chemnitz.asn), ['10.3.0.128/25']],
    ["a part of Chemnitz' LAN, as if over Aachen", forged(aachen.asn, chemnitz.asn), ['10.3.0.2/32']],
    [
      "others' loopbacks",
      own,
      [`${aachen.v4}/32`, `${aachen.v6}/128`, `${berlin.v4}/32`, `${berlin.v6}/128`],
    ],
    ["Chemnitz' loopback", own, [`${chemnitz.v4}/32`, `${chemnitz.v6}/128`]],
    [
      'management',
      own,
      [managementPrefix, `${aachen.management}/128`, `${managementPrefix.split('::')[0]}::1/128`],
    ],
    ['the networks of uplinks', own, ['198.18.0.0/15', '198.18.1.0/24', '2001:db8::/32', '2001:db8:1::/64']],
    ['a gateway and an endpoint', own, ['198.18.1.1/32', '198.18.1.2/32', '2001:db8:1::2/128']],
    ['the address of the controller', own, ['198.18.100.2/32', '2001:db8:64::2/128']],
    ['a resolver on the Internet', forged(64_999), ['9.9.9.9/32', '2620:fe::fe/128']],
    [
      'a bogon',
      forged(64_999),
      [
        '127.0.0.0/8',
        '127.0.0.53/32',
        '169.254.0.0/16',
        '224.0.0.0/4',
        '240.0.0.0/4',
        '0.0.0.0/8',
        '192.0.2.0/24',
        'ff00::/8',
        'fe80::/10',
        '::1/128',
        '64:ff9b::/96',
      ],
    ],
    ["nobody's private network, in its own name", own, ['10.77.0.0/16', 'fd77::/64']],
    ["nobody's private network, as if from nobody", forged(64_999), ['10.78.0.0/16', 'fd78::/64']],
    ["with the neighbours' own AS in the path", forged(aachen.asn, berlin.asn), ['10.79.0.0/16']],
    ['with a path of 200', forged(...Array<number>(200).fill(64_999)), ['10.80.0.0/16']],
    ["with another site's AS in front", [chemnitz.asn, dresden.asn], ['10.81.0.0/16']],
    ['with no path at all', [], ['10.82.0.0/16']],
    ['with a next hop in a LAN', forged(64_999), ['fd83::/64'], { nextHop: 'fd4a:7b1c:2e90:1::2' }],
    [
      "with another's address as next hop",
      forged(64_999),
      ['fd85::/64', '10.85.0.0/16'],
      { nextHop: chemnitz.v6 },
    ],
    ['with our communities', forged(64_999), ['10.86.0.0/16'], { attributes: communities }],
  ];
  return all.flatMap(([what, path, prefixes, more = {}]) =>
    prefixes.map((prefix) => ({ what, prefix, path, ...more })),
  );
}
