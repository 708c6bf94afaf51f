import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leftAddresses } from '../../agent/addresses/left.ts';
import { isNews } from '../../agent/addresses/monitor-line.ts';
import { readUplinks } from '../../agent/addresses/read.ts';

describe('a line of ip monitor', () => {
  for (const line of [
    '3: dm0    inet 203.0.113.5/24 scope global dm0\\       valid_lft forever preferred_lft forever',
    'Deleted 3: dm0    inet6 2001:db8:77::1/64 scope global \\       valid_lft forever preferred_lft forever',
    '[ADDR]7: ppp0    inet 198.18.1.2 peer 198.18.1.1/32 scope global ppp0\\       valid_lft forever',
    '2: eth0.7@eth0: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state DOWN group default \\    link/ether 00',
    'default via 203.0.113.1 dev dm0 metric 999 ',
    'Deleted default via 2001:db8:77::9 dev dm0 metric 1024 pref medium',
    '[ROUTE]default dev ppp0 scope link ',
    'unreachable default metric 5000 ',
    'default via 192.0.2.1 dev eth0 table main ',
  ]) {
    it(`is news: ${line.slice(0, 60)}`, () => assert.equal(isNews(line), true));
  }

  for (const line of [
    '3: tl-berlin    inet6 fe80::2/64 scope link \\       valid_lft forever preferred_lft forever',
    '9: tl-berlin    inet 198.18.1.2/24 scope global tl-berlin\\       valid_lft forever',
    '4: tlmgmt    inet6 fd00::7/128 scope global \\       valid_lft forever preferred_lft forever',
    '5: tlmgmt2: <POINTOPOINT,NOARP,UP,LOWER_UP> mtu 1280 qdisc fq state UNKNOWN group default ',
    '1: lo    inet 10.0.0.1/32 scope global lo\\       valid_lft forever preferred_lft forever',
    '3: eth0    inet6 fe80::1/64 scope link \\       valid_lft forever preferred_lft forever',
    'default via 203.0.113.1 dev tl-berlin table 7400 ',
    '203.0.113.0/24 dev dm0 proto kernel scope link src 203.0.113.5 ',
    'local 203.0.113.5 dev dm0 table local proto kernel scope host src 203.0.113.5 ',
    'defaulter via 1.2.3.4',
    '',
    '\0\u{1f4a9} default',
    'Failed to open netlink: default',
    '2:',
    `${'9'.repeat(8000)}: x`,
  ]) {
    it(`is none: ${JSON.stringify(line.slice(0, 60))}`, () => assert.equal(isNews(line), false));
  }
});

/** What `ip -json` says, by the words that follow. */
const machine =
  (said: Readonly<Record<'address' | '4' | '6', unknown>>) =>
  async (_command: string, args: readonly string[]) => {
    const found = args.includes('address') ? said.address : args.includes('-4') ? said['4'] : said['6'];
    return typeof found === 'string' ? found : JSON.stringify(found);
  };
const link = (ifname: string, ...addresses: (string | object)[]) => ({
  ifname,
  addr_info: addresses.map((one) =>
    typeof one === 'string'
      ? { family: one.includes(':') ? 'inet6' : 'inet', local: one, scope: 'global', prefixlen: 24 }
      : one,
  ),
});

describe('what the uplinks have', () => {
  it('is the addresses of the interfaces with a default route, the best first', async () => {
    const state = await readUplinks(
      machine({
        address: [
          {},
          link('lan0', '10.1.0.1', '2001:db8:a::1'),
          link(
            'lte0',
            { family: 'inet', local: '10.7.0.9', scope: 'global' },
            { family: 'inet6', local: 'fe80::1', scope: 'link' },
          ),
          link(
            'ppp0',
            '198.18.1.2',
            { family: 'inet6', local: '2001:db8:1::bad', scope: 'global', tentative: true },
            { family: 'inet6', local: '2001:db8:1::dead', scope: 'global', dadfailed: true, tentative: true },
            { family: 'inet6', local: '2001:db8:0::2', scope: 'global', deprecated: true },
            { family: 'inet6', local: '2001:db8:1::2', scope: 'global' },
            {},
          ),
          link('tl-berlin', '203.0.113.1'),
          link('lo', '203.0.113.2'),
        ],
        4: [
          { dst: 'default', gateway: '10.7.0.1', dev: 'lte0', metric: 600, flags: [] },
          { dst: 'default', dev: 'ppp0', scope: 'link', metric: 50, flags: [] },
          { type: 'unreachable', dst: 'default', metric: 5000, flags: [] },
          { dst: 'default', gateway: '1.2.3.4', dev: 'tl-berlin', flags: [] },
        ],
        6: [{ dst: 'default', gateway: 'fe80::9', dev: 'ppp0', metric: 1024, flags: [], pref: 'medium' }],
      }),
    );
    assert.deepEqual(state.own, ['198.18.1.2', '2001:db8:1::2', '10.7.0.9', '2001:db8::2']);
    assert.deepEqual(state.routes, ['4 ppp0 ', '4 lte0 10.7.0.1', '6 ppp0 fe80::9']);
    assert.deepEqual([...state.families], [4, 6]);
    assert.ok(state.all.has('10.1.0.1') && !state.all.has('203.0.113.1'));
  });

  it('is what a way that leads out has: a route whose line is cut leads nowhere', async () => {
    const hops = [
      { gateway: '198.18.1.1', dev: 'wan0', weight: 1, flags: ['linkdown', 'dead'] },
      { via: { family: 'inet6', host: 'fe80::1' }, dev: 'wan1', weight: 1, flags: [] },
    ];
    const state = await readUplinks(
      machine({
        address: [link('wan0', '198.18.1.2'), link('wan1', '198.18.2.2')],
        4: [{ dst: 'default', flags: [], nexthops: hops }],
        6: '',
      }),
    );
    assert.deepEqual(state.own, ['198.18.2.2']);
    assert.deepEqual(state.routes, ['4 wan1 fe80::1']);
  });

  it('is every address where there is no default route at all, sixteen at most', async () => {
    const many = Array.from({ length: 40 }, (_, i) => `2001:db8::${i + 1}`);
    const state = await readUplinks(
      machine({ address: [link('a', '198.18.1.2'), link('b', ...many)], 4: [], 6: [] }),
    );
    assert.deepEqual(state.own, ['198.18.1.2', ...many.slice(0, 15)]);
    assert.equal(state.families.size, 0);
  });

  for (const [name, text] of [
    ['no JSON', '{'],
    ['no list', '{"ifname":"a"}'],
    ['other types', '[{"ifname":7}]'],
  ] as const) {
    it(`cannot be read where ip prints ${name}`, async () => {
      await assert.rejects(
        readUplinks(machine({ address: text, 4: [], 6: [] })),
        /ip -json printed what cannot/,
      );
    });
  }
});

it('addresses that the machine has no more are left, the latest first, until they are back', () => {
  const first = leftAddresses([], ['a', 'b'], new Set(['b', 'c']));
  assert.deepEqual(first, ['a']);
  const second = leftAddresses(first, ['b', 'c'], new Set(['d']));
  assert.deepEqual(second, ['b', 'c', 'a']);
  assert.deepEqual(leftAddresses(second, ['d'], new Set(['d', 'c'])), ['b', 'a']);
  const many = Array.from({ length: 40 }, (_, i) => `${i}`);
  assert.equal(leftAddresses(second, many, new Set()).length, 16);
});
