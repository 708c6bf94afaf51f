import assert from 'node:assert/strict';
import { test } from 'node:test';
import { world } from './world.ts';

test('a probe shows where a node is in the family that its tunnel does not use, and is no move', () => {
  const { hints, heard, itself } = world();
  const own = ['192.168.1.5', '2001:db8:1::2'];
  hints.seen(1, '2001:db8:1::2');
  assert.equal(hints.told(1, { own, left: [] }).isProbeSeen, false);
  hints.flush();
  assert.deepEqual(itself.get(1)?.families, {
    ipv4: 'ADDRESS_FACT_UNSPECIFIED',
    ipv6: 'ADDRESS_FACT_PUBLIC',
  });
  heard();
  hints.told(1, { own, left: [], probed: 4 });
  hints.seen(1, '198.18.1.2');
  assert.equal(hints.told(1, { own, left: [], probed: 4 }).isProbeSeen, true);
  hints.seen(1, '2001:db8:1::2');
  assert.equal(hints.told(1, { own, left: [] }).isProbeSeen, false);
  hints.flush();
  const told = heard();
  assert.deepEqual(
    told.map(({ by, hint }) => [by, hint.address, hint.addresses, hint.families]),
    [2, 3].map((by) => [
      by,
      '2001:db8:1::2',
      ['2001:db8:1::2', '198.18.1.2'],
      { ipv4: 'ADDRESS_FACT_NAT', ipv6: 'ADDRESS_FACT_PUBLIC' },
    ]),
  );
  assert.deepEqual(itself.get(1), {
    families: { ipv4: 'ADDRESS_FACT_NAT', ipv6: 'ADDRESS_FACT_PUBLIC' },
    seenIpv4: '198.18.1.2',
    seenIpv6: '2001:db8:1::2',
  });
  assert.equal(hints.moves('tunnel'), 0);
  assert.ok(told.every(({ hint }) => hint.leftAddresses.length === 0));
});

test('a probe that is not seen is silence, and one that finds the same is no news', () => {
  const { hints, heard, itself, pass } = world();
  const own = ['198.18.1.2', '2001:db8:1::2'];
  hints.seen(1, '2001:db8:1::2');
  const probe = (isSeen: boolean) => {
    pass(60_000);
    hints.told(1, { own, left: [], probed: 4 });
    if (isSeen) {
      hints.seen(1, '198.18.1.2');
      hints.seen(1, '2001:db8:1::2');
    }
    hints.told(1, { own, left: [] });
    hints.flush();
    return { count: heard().length, ipv4: itself.get(1)?.families?.ipv4 };
  };
  assert.deepEqual(probe(true), { count: 2, ipv4: 'ADDRESS_FACT_PUBLIC' });
  assert.deepEqual(probe(true), { count: 0, ipv4: 'ADDRESS_FACT_PUBLIC' });
  assert.deepEqual(probe(false), { count: 2, ipv4: 'ADDRESS_FACT_SILENT' });
  assert.deepEqual(probe(false), { count: 0, ipv4: 'ADDRESS_FACT_SILENT' });
  assert.deepEqual(probe(true), { count: 2, ipv4: 'ADDRESS_FACT_PUBLIC' });
});

test('a look that began during a probe and ends after it is no move, and shows what the probe was for', () => {
  const own = ['198.18.1.2', '2001:db8:1::2'];
  for (const isSeen of [true, false]) {
    const { hints, heard, itself, pass } = world();
    hints.seen(1, '2001:db8:1::2');
    hints.told(1, { own, left: [], probed: 4 });
    if (isSeen) hints.seen(1, '198.18.1.2');
    hints.told(1, { own, left: [] });
    pass(2_000);
    hints.seen(1, '198.18.1.2');
    hints.flush();
    assert.equal(itself.get(1)?.families?.ipv4, 'ADDRESS_FACT_PUBLIC');
    assert.equal(hints.moves('tunnel'), 0);
    // It is over for all that: the node is not asked for, and one that stays there has moved.
    assert.deepEqual(hints.told(1, { own, left: [] }), { isNews: false, isProbeSeen: false });
    heard();
    pass(5_000);
    hints.seen(1, '198.18.1.2');
    hints.flush();
    assert.equal(hints.moves('tunnel'), 1);
    assert.equal(heard()[0]?.hint.address, '198.18.1.2');
  }
});

test('a node that has just probed and then says that its addresses are others is followed at once', () => {
  const { hints, heard } = world();
  hints.seen(1, '2001:db8:1::2');
  hints.told(1, { own: ['198.18.1.2', '2001:db8:1::2'], left: [], probed: 4 });
  hints.seen(1, '198.18.1.2');
  hints.told(1, { own: ['198.18.1.2', '2001:db8:1::2'], left: [] });
  hints.told(1, { own: ['198.18.1.2'], left: ['2001:db8:1::2'] });
  hints.seen(1, '198.18.1.2');
  hints.flush();
  assert.equal(hints.moves('tunnel'), 1);
  assert.equal(heard()[0]?.hint.address, '198.18.1.2');
});

test('a tunnel that stays in the other family has moved, and so has one that no probe was announced for', () => {
  const own = ['198.18.1.2', '2001:db8:1::2'];
  for (const isProbe of [true, false]) {
    const { hints, heard, pass } = world();
    hints.seen(1, '2001:db8:1::2');
    hints.told(1, { own, left: [], probed: isProbe ? 4 : undefined });
    hints.flush();
    heard();
    if (isProbe) {
      hints.seen(1, '198.18.1.2');
      assert.equal(hints.moves('tunnel'), 0);
      pass(10_000);
    }
    hints.seen(1, '198.18.1.2');
    assert.equal(hints.moves('tunnel'), 1);
    hints.flush();
    assert.equal(heard()[0]?.hint.address, '198.18.1.2');
  }
});

test('other addresses of a node make what a probe found unknown again', () => {
  const { hints, itself } = world();
  hints.seen(1, '2001:db8:1::2');
  hints.told(1, { own: ['192.168.1.5', '2001:db8:1::2'], left: [], probed: 4 });
  hints.seen(1, '198.18.1.2');
  hints.seen(1, '2001:db8:1::2');
  hints.told(1, { own: ['192.168.1.5', '2001:db8:1::2'], left: [] });
  hints.told(1, { own: ['192.168.7.5', '2001:db8:1::2'], left: ['192.168.1.5'] });
  hints.flush();
  assert.equal(itself.get(1)?.families?.ipv4, 'ADDRESS_FACT_UNSPECIFIED');
  assert.equal(itself.get(1)?.seenIpv4, '');
});

test('two ends that have both families try the one that can work for them, the same one at both', () => {
  const { hints, heard } = world();
  for (const nodeId of [1, 2]) {
    const own = ['100.64.0.7', `2001:db8:${nodeId}::2`];
    hints.seen(nodeId, '198.18.1.2');
    hints.told(nodeId, { own, left: [], probed: 6 });
    hints.seen(nodeId, `2001:db8:${nodeId}::2`);
    hints.told(nodeId, { own, left: [] });
  }
  hints.flush();
  const told = heard().filter(({ by }) => by < 3);
  assert.deepEqual(told.map(({ hint }) => hint.addresses[0]).sort(), ['2001:db8:1::2', '2001:db8:2::2']);
  assert.ok(told.every(({ hint }) => hint.families?.ipv4 === 'ADDRESS_FACT_CARRIER_NAT'));
});
