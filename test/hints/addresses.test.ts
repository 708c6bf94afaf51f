import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import { fullBudget, spend } from '../../controller/hints/budget.ts';
import { hintFor } from '../../controller/hints/compose.ts';
import { plausibleAddresses, readAddresses } from '../../controller/hints/plausible.ts';
import { noFacts, toWire } from '../../shared/net/family-facts.ts';

describe('what a node says of its own addresses', () => {
  const nobodyElse = () => false;

  for (const [name, own, seen, told] of [
    ['both families, the tunnel by one', ['198.18.1.2', '2001:db8:1::2'], ['198.18.1.2'], ['2001:db8:1::2']],
    ['behind a translation, with IPv6', ['192.168.1.5', '2001:db8:1::2'], ['198.18.1.2'], ['2001:db8:1::2']],
    ['a public one that the tunnel contradicts', ['203.0.113.9'], ['198.18.1.2'], []],
    ['two lines', ['198.18.1.2', '203.0.113.9'], ['198.18.1.2'], ['203.0.113.9']],
    ['none of the family of the tunnel', ['203.0.113.9'], ['2001:db8:1::2'], ['203.0.113.9']],
    ['the other family only', ['203.0.113.9', '2001:db8:1::2'], ['2001:db8:1::2'], ['203.0.113.9']],
    ['nothing yet of the tunnel', ['203.0.113.9'], [], ['203.0.113.9']],
    [
      'a public one that a probe contradicts',
      ['203.0.113.9', '2001:db8:1::2'],
      ['2001:db8:1::2', '198.18.1.2'],
      [],
    ],
    [
      'a public one that a probe bears out',
      ['203.0.113.9', '2001:db8:1::2'],
      ['2001:db8:1::2', '203.0.113.9'],
      [],
    ],
  ] as const) {
    it(`is told as far as the tunnel bears it out: ${name}`, () => {
      assert.deepEqual(plausibleAddresses(own, { seen, isOthers: nobodyElse }), told);
    });
  }

  for (const address of [
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '192.0.0.2',
    '127.0.0.1',
    '169.254.1.1',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '64:ff9b::c612:102',
    '2001::1',
    'fd00::1',
    'fe80::1',
    'ff02::1',
  ]) {
    it(`is not told where nobody can be: ${address}`, () => {
      const own = readAddresses([address]);
      assert.deepEqual(plausibleAddresses(own, { seen: [], isOthers: nobodyElse }), []);
    });
  }

  it('cannot be where another node is', () => {
    const isOthers = (address: string) => address === '2001:db8:7::2';
    const own = ['198.18.1.2', '2001:db8:7::2'];
    assert.deepEqual(plausibleAddresses(own, { seen: ['198.18.1.2'], isOthers }), []);
  });

  it('is read whatever it is, one form for each, sixteen at most', () => {
    const hostile = [
      '',
      ' ',
      '1.2.3',
      'berlin.example',
      'fe80::1%eth0',
      '198.18.1.2/24',
      '0x7f.1',
      `${'1'.repeat(10_000)}`,
    ];
    assert.deepEqual(readAddresses(hostile), []);
    assert.deepEqual(readAddresses(['2001:DB8:0::1', '2001:db8::1', '198.18.1.2']), [
      '2001:db8::1',
      '198.18.1.2',
    ]);
    const many = Array.from({ length: 1000 }, (_, i) => `2001:db8::${(i + 1).toString(16)}`);
    assert.equal(readAddresses(many).length, 16);
    assert.equal(plausibleAddresses(many, { seen: [], isOthers: nobodyElse }).length, 16);
  });
});

describe('a hint', () => {
  const unproven = { other: undefined, facts: noFacts };
  const where = {
    tunnel: '198.18.2.2',
    own: ['198.18.2.2', '2001:db8:2::2'],
    told: ['2001:db8:2::2'],
    left: ['198.18.1.2', '2001:db8:1::2'],
    ...unproven,
  };
  const v4only = { tunnel: '198.18.7.2', own: [], ...unproven };
  const natted = { tunnel: '198.18.2.2', own: ['192.168.1.5'], told: [], left: ['198.18.1.2'], ...unproven };

  for (const [name, from, seenAt, port, left] of [
    ['of a node that left where the neighbour has it', where, '198.18.1.2:51821', 0, true],
    ['the same in IPv6', where, '[2001:DB8:1:0::2]:51821', 0, true],
    ['of a node that the neighbour has where it is', where, '[2001:db8:2::2]:51821', 0, false],
    ['of a node that the neighbour has where it never said to have been', where, '203.0.113.1:9', 0, false],
    ['for a neighbour that reported nothing', where, undefined, 0, false],
    ['for a neighbour that reported nonsense', where, 'berlin:99999', 0, false],
    [
      'of a node behind a translation, at the port that the neighbour saw',
      natted,
      '198.18.2.2:40001',
      40_001,
      false,
    ],
    ['of a node behind a translation that has another address now', natted, '198.18.1.2:40001', 0, true],
  ] as const) {
    it(`is for one neighbour: ${name}`, () => {
      const hint = hintFor('berlin', from, { seenAt, seenBack: undefined, neighbour: v4only });
      assert.deepEqual(hint, {
        nodeName: 'berlin',
        address: '198.18.2.2',
        addresses: ['198.18.2.2', ...from.told],
        port,
        left,
        leftAddresses: from.left,
        families: toWire(noFacts),
      });
    });
  }

  const v4 = '198.18.2.2:1';
  const v6 = '[2001:db8:2::2]:1';
  const [both4, both6] = [
    { tunnel: '198.18.7.2', own: ['198.18.7.2', '2001:db8:7::2'], ...unproven },
    { tunnel: '2001:db8:7::2', own: ['192.168.7.2', '2001:db8:7::2'], ...unproven },
  ];
  const only6 = { tunnel: '2001:db8:7::2', own: ['2001:db8:7::2'], ...unproven };
  for (const [name, seenAt, seenBack, neighbour, family] of [
    ['the family that both had', v4, v4, both4, 4],
    ['IPv6 where they had both', v4, v6, both4, 6],
    ['IPv6 where nothing is known of the link', undefined, undefined, both4, 6],
    ['the family that one of them reported', undefined, v4, both6, 4],
    ['the family that they had, also with a neighbour behind a translation', v4, v4, both6, 4],
    ['a family that the neighbour has', v4, v4, only6, 6],
    ['a family that the neighbour has, whatever was seen', v6, v6, v4only, 4],
    ['IPv6 where nothing is known of the neighbour', undefined, undefined, undefined, 6],
  ] as const) {
    it(`begins with ${name}, and so does the one for the other end`, () => {
      const own = { ...where, told: ['2001:db8:2::2'] };
      const first = hintFor('berlin', own, { seenAt, seenBack, neighbour }).addresses[0];
      assert.equal(isIP(first ?? ''), family);
      if (neighbour === undefined) return;
      const told = neighbour.own.filter(
        (address) => !address.startsWith('192.168.') && address !== neighbour.tunnel,
      );
      const other = { ...neighbour, told, left: [] };
      const back = { seenAt: seenBack, seenBack: seenAt, neighbour: own };
      const { addresses } = hintFor('aachen', other, back);
      // What a translation hides cannot be told.
      const isKnown = addresses.some((address) => isIP(address) === family);
      assert.equal(isIP(addresses[0] ?? '') === family, isKnown);
    });
  }

  it('holds sixteen addresses at most, the one of the tunnel first', () => {
    const told = Array.from({ length: 16 }, (_, i) => `2001:db8::${i + 1}`);
    const link = { seenAt: undefined, seenBack: undefined, neighbour: v4only };
    const { addresses } = hintFor('berlin', { ...where, told }, link);
    assert.deepEqual(addresses, ['198.18.2.2', ...told.slice(0, 15)]);
  });
});

it('a node may make a few hints at once, and then one a second', () => {
  let budget = fullBudget;
  let spent = 0;
  for (let nowMs = 1_000_000; nowMs < 1_060_000; nowMs += 100) {
    const next = spend(budget, nowMs);
    if (next !== undefined) [budget, spent] = [next, spent + 1];
  }
  assert.ok(spent >= 73 && spent <= 76, `${spent} in a minute`);
  const rested = spend(budget, 1_000_000_000);
  assert.equal(rested?.stock, 15);
});
