import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readAnswer, traceTo } from '../../agent/looking-glass/trace.ts';
import { parseProtocols } from '../../controller/looking-glass/protocols.ts';
import { parseRoutes } from '../../controller/looking-glass/routes.ts';
import { describeTrace, namesIn } from '../../controller/looking-glass/trace.ts';
import { hopLines, parseHops } from '../../shared/looking-glass/trace.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';

const { signal } = new AbortController();

// As BIRD 2.0.12 prints it.
const bird2 = `Table master4:
10.3.0.0/24          unicast [link_b 2026-11-30 07:00:00] * (100) [AS64515i]
\tvia fe80::2 on tl-b
\tType: BGP univ
\tBGP.origin: IGP
\tBGP.as_path: 64513 {64514 64516} 64515
\tBGP.next_hop: :: fe80::2
\tBGP.med: 20
\tBGP.local_pref: 100
\tBGP.community: (64512,7) (65535,65281)
\tBGP.large_community: (64512, 0, 1) (64512, 0, 2)
\tBGP.ext_community: (rt, 64512, 1)
\tBGP.aigp: 5
                     unicast [link_c 2026-11-30 07:00:01 from fe80::3] (100/?) [AS64515?]
\tvia fe80::3 on tl-c
10.77.0.0/24         unreachable [static1 07:37:25.242] * (200)
\tType: static univ
0.0.0.0/0            unicast [kernel1 2026-11-30] * (10)
\tvia 192.0.2.1 on eth0 weight 1
\tvia 192.0.2.2 on eth1 onlink weight 3
10.0.0.1/32          unicast [tl_direct 07:37:25.242] * (240)
\tdev lo

Table master6:
fd4a:7b1c:2e90:1234:5678::/64 unicast [link_b 07:00:00.001] * (100) [i]
\tvia fe80::2 on tl-b
\tBGP.as_path:${' '}`;
// As BIRD 3 names attributes.
const bird3 = `Table master4:
10.3.0.0/24          unicast [link_b 07:00:00.000] * (100) [AS64515i]
\tvia fe80::2 on tl-b
\tpreference: 100
\tsource: BGP
\tbgp_origin: IGP
\tbgp_path: 64513 64515
\tbgp_next_hop: fe80::2
\tbgp_local_pref: 100`;

describe('an answer to show route', () => {
  it('is read with all its routes: several of a network, several ways, none, both families', () => {
    const routes = parseRoutes(bird2);
    assert.deepEqual(
      routes.map(({ table, prefix, type, protocol, primary }) => [table, prefix, type, protocol, primary]),
      [
        ['master4', '10.3.0.0/24', 'unicast', 'link_b', true],
        ['master4', '10.3.0.0/24', 'unicast', 'link_c', false],
        ['master4', '10.77.0.0/24', 'unreachable', 'static1', true],
        ['master4', '0.0.0.0/0', 'unicast', 'kernel1', true],
        ['master4', '10.0.0.1/32', 'unicast', 'tl_direct', true],
        ['master6', 'fd4a:7b1c:2e90:1234:5678::/64', 'unicast', 'link_b', true],
      ],
    );
    const [first, second, third, fourth, fifth, last] = routes;
    assert.deepEqual(first, {
      ...{ table: 'master4', prefix: '10.3.0.0/24', type: 'unicast', protocol: 'link_b' },
      ...{ since: '2026-11-30 07:00:00', primary: true, preference: 100 },
      next_hops: [{ via: 'fe80::2', dev: 'tl-b' }],
      ...{ origin: 'IGP', as_path: ['64513', '{64514 64516}', '64515'], bgp_next_hop: ['::', 'fe80::2'] },
      ...{ med: 20, local_pref: 100, communities: ['(64512,7)', '(65535,65281)'] },
      large_communities: ['(64512, 0, 1)', '(64512, 0, 2)'],
      ext_communities: ['(rt, 64512, 1)'],
      attributes: { Type: 'BGP univ', 'BGP.aigp': '5' },
    });
    assert.deepEqual(
      [second?.from, second?.since, second?.preference],
      ['fe80::3', '2026-11-30 07:00:01', 100],
    );
    assert.deepEqual([third?.since, third?.next_hops], ['07:37:25.242', []]);
    assert.deepEqual(fourth?.next_hops, [
      { via: '192.0.2.1', dev: 'eth0', weight: 1 },
      { via: '192.0.2.2', dev: 'eth1', weight: 3 },
    ]);
    assert.deepEqual([fourth?.since, fifth?.next_hops, last?.as_path], ['2026-11-30', [{ dev: 'lo' }], []]);
  });

  it('is read from BIRD 3 as well', () => {
    const [route] = parseRoutes(bird3);
    assert.deepEqual([route?.as_path, route?.local_pref, route?.origin], [['64513', '64515'], 100, 'IGP']);
    assert.deepEqual(route?.attributes, { preference: '100', source: 'BGP' });
  });

  it('of another kind has no routes and no harm', () => {
    for (const text of ['', 'Network not found', '\t\tvia x on y', '\tBGP.as_path: 1', 'Table x:\n\tdev lo'])
      assert.deepEqual(parseRoutes(text), []);
    const odd = '10.0.0.0/8 unicast [x 1] (1)\n\t__proto__: 1\n\tconstructor: 2';
    assert.deepEqual(Object.keys(parseRoutes(odd)[0]?.attributes ?? {}), ['constructor']);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bird2.split(/(?<=\s)/))), (pieces) => {
        parseRoutes(pieces.join(''));
        parseProtocols(pieces.join(''));
      }),
    );
  });
});

describe('an answer to show protocols', () => {
  it('is read whatever its times look like', () => {
    const head = 'Name       Proto      Table      State  Since         Info\n';
    const rows = `tl_device  Device     ---        up     2026-11-30 07:37:25  
link_b     BGP        ---        up     07:37:25.242  Established   
link_c     BGP        ---        start  2026-11-30 07:37:25.001  Active        Socket: Connection refused
s4         Static     master4    up     2026-11-30  
a_very_long_name BGP        ---        start  07:37:25      Idle          Received: Administrative shutdown`;
    assert.deepEqual(
      parseProtocols(head + rows).map(({ name, type, table, state, since, info }) => [
        ...[name, type, table, state, since, info],
      ]),
      [
        ['tl_device', 'Device', undefined, 'up', '2026-11-30 07:37:25', ''],
        ['link_b', 'BGP', undefined, 'up', '07:37:25.242', 'Established'],
        [
          'link_c',
          'BGP',
          undefined,
          'start',
          '2026-11-30 07:37:25.001',
          'Active        Socket: Connection refused',
        ],
        ['s4', 'Static', 'master4', 'up', '2026-11-30', ''],
        [
          'a_very_long_name',
          'BGP',
          undefined,
          'start',
          '07:37:25',
          'Idle          Received: Administrative shutdown',
        ],
      ],
    );
  });
});

describe('a trace', () => {
  /** Answers of ping at each number of hops; the last is the target's. */
  function pings(answers: readonly string[]): { run: Run; asked: number[] } {
    const asked: number[] = [];
    const run: Run = async (command, args) => {
      assert.equal(command, 'ping');
      const hops = Number(args[args.indexOf('-t') + 1]);
      asked.push(hops);
      const answer = answers[hops - 1] ?? answers.at(-1) ?? '';
      if (answer.includes('bytes from')) return answer;
      throw new CommandError('ping: exit code 1', 'ping', answer.startsWith('ping:') ? 2 : 1, answer);
    };
    return { run, asked };
  }
  const exceeded = (address: string) => `From ${address} icmp_seq=1 Time to live exceeded\n`;
  const reached = '64 bytes from 10.0.0.9: icmp_seq=1 ttl=60 time=1.25 ms\n';

  it('has the routers in their order, the silent ones too, and ends at the target', async () => {
    const { run, asked } = pings([exceeded('10.0.0.1'), '', exceeded('10.0.0.3'), reached]);
    const hops = await traceTo(run, '10.0.0.9', signal);
    assert.equal(hopLines(hops), '1 10.0.0.1\n2 *\n3 10.0.0.3\n4 10.0.0.9 1.25 ms');
    assert.equal(asked.length, 8);
    assert.deepEqual(parseHops(hopLines(hops)), hops);
  });

  it('goes on while somebody answers, to thirty-two, and no further than where it is told to end', async () => {
    const loop = pings([exceeded('10.0.0.1')]);
    assert.equal((await traceTo(loop.run, '10.0.0.9', signal)).length, 32);
    const silent = pings(['']);
    assert.equal((await traceTo(silent.run, '10.0.0.9', signal)).length, 8);
    const refused = pings([exceeded('10.0.0.1'), 'From 10.0.0.2 icmp_seq=1 Destination Host Unreachable\n']);
    const hops = await traceTo(refused.run, '10.0.0.9', signal);
    assert.equal(hopLines(hops), '1 10.0.0.1\n2 10.0.0.2 !Destination Host Unreachable');
    assert.deepEqual(parseHops(hopLines(hops)), hops);
    const ten = pings([...Array(9).fill(exceeded('10.0.0.1')), reached]);
    assert.equal((await traceTo(ten.run, '10.0.0.9', signal)).length, 10);
  });

  it('says what is wrong where there is no way, or no such ping', async () => {
    const none = pings(['ping: connect: Network is unreachable']);
    await assert.rejects(traceTo(none.run, '10.0.0.9', signal), {
      message: 'no way to 10.0.0.9: Network is unreachable',
    });
    const busybox: Run = async () => {
      throw new CommandError('ping: exit code 1', 'ping', 1, 'ping: warning: got ICMP 11 (Time Exceeded)');
    };
    await assert.rejects(traceTo(busybox, '10.0.0.9', signal), { message: /install iputils/ });
  });

  it('goes to addresses of machines only, and no program sees another', async () => {
    const run: Run = () => assert.fail('a program was run');
    for (const address of [
      ...[
        '',
        ' ',
        'example.net',
        '-f',
        '--help',
        '10.0.0.1 -f',
        '10.0.0.1\n',
        '10.0.0.256',
        '127.0.0.1',
        '::1',
      ],
      ...[
        'fe80::1',
        'fe80::1%eth0',
        'ff02::1',
        '224.0.0.1',
        '255.255.255.255',
        '0.0.0.0',
        '::',
        '1',
        '0x7f000001',
      ],
      ...['fd00::1%;reboot', '\0', 'a'.repeat(100_000)],
    ])
      await assert.rejects(traceTo(run, address, signal), { code: 'invalid' }, address.slice(0, 40));
  });

  it('takes from ping who answered, in both families and older words', () => {
    for (const [output, expected] of [
      ['From 10.0.0.1 icmp_seq=1 Time to live exceeded', { address: '10.0.0.1' }],
      ['From 10.0.0.1: icmp_seq=1 Time to live exceeded', { address: '10.0.0.1' }],
      ['From fd00::1 icmp_seq=1 Time exceeded: Hop limit', { address: 'fd00::1' }],
      ['From fe80::1%tl-b: icmp_seq=1 Time exceeded: Hop limit', { address: 'fe80::1' }],
      [
        'From fd00::2 icmp_seq=1 Destination unreachable: No route',
        { address: 'fd00::2', refusal: 'Destination unreachable: No route' },
      ],
      ['From bad icmp_seq=1 Time to live exceeded', {}],
      ['', {}],
    ] as const)
      assert.deepEqual(readAnswer(`PING x\n${output}\n\n1 packets transmitted`), expected);
  });

  it('is read from a node as from a stranger', () => {
    assert.deepEqual(
      parseHops('1 10.0.0.1 -5 ms\nx\n9999 10.0.0.1\n2 evil.example\n3 10.0.0.1\u001b[2J'),
      [],
    );
    assert.equal(parseHops(Array(5).fill('1 *').join('\n')).length, 5);
  });

  it('names nodes by their loopbacks and sites by their numbers', () => {
    const node = (name: string, number: number) => ({
      name,
      loopbackV4: `10.255.0.${number}`,
      loopbackV6: `fd00:0:0:1::${number}`,
      managementAddress: `fd00::${number}`,
    });
    const sites = [{ name: 'bonn', asn: 64513 }];
    const names = namesIn({ nodes: [node('aachen', 1), node('bonn', 2)], sites } as never);
    const trace = describeTrace('10.255.0.2', '1 fd00::1:0:0:0:1\n2 *\n3 10.255.0.2 1 ms', bird2, names);
    assert.equal(trace.nodeName, 'bonn');
    assert.deepEqual(
      trace.hops.map(({ nodeName }) => nodeName),
      ['aachen', '', 'bonn'],
    );
    assert.deepEqual([trace.isReached, trace.routeProtocol], [true, 'link_b']);
    assert.deepEqual(trace.asPath[0], { asn: '64513', siteName: 'bonn' });
    assert.equal(namesIn(undefined).nodeAt('10.255.0.1'), '');
  });
});
