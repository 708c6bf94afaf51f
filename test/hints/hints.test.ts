import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnrolledNode } from '../../controller/store/nodes.ts';
import { world } from './world.ts';

test('a node that moved is told to its neighbours, and to nobody else', () => {
  const { hints, heard, open } = world();
  for (const nodeId of [1, 2, 3, 4]) hints.seen(nodeId, `198.18.${nodeId}.2`);
  hints.flush();
  heard();
  open.delete(3);
  hints.seen(1, '198.18.9.2');
  hints.seen(4, '198.18.10.2');
  hints.flush();
  hints.flush();
  const told = heard();
  assert.deepEqual(
    told.map(({ by, hint }) => [by, hint.nodeName, hint.addresses]),
    [[2, 'aachen', ['198.18.9.2']]],
  );
  assert.equal(hints.moves('tunnel'), 2);
  assert.equal(hints.sent('tunnel'), 7, 'six when they came, one since');
});

test('a node is followed for who has the link now, who should, and who may next', () => {
  const { hints, heard, bundles, running, desired } = world();
  // Of the newest release Aachen has no link any more, and it runs none of these.
  for (const [release, peers] of [
    [1, []],
    [2, ['berlin']],
    [3, ['chemnitz']],
  ] as const)
    bundles.set(`1 ${release}`, [...peers]);
  running.set(1, 2);
  desired.set(1, 3);
  hints.seen(1, '198.18.1.2');
  hints.flush();
  assert.deepEqual(
    heard()
      .map(({ by }) => by)
      .sort(),
    [2, 3],
  );
  running.set(1, 1);
  desired.set(1, 1);
  hints.seen(1, '198.18.9.2');
  hints.flush();
  assert.deepEqual(heard(), []);
});

test("a node's word refines the hint for itself, whatever it says", () => {
  const { hints, heard } = world();
  for (const nodeId of [1, 2, 3]) hints.seen(nodeId, `198.18.${nodeId}.2`);
  hints.flush();
  heard();
  // Berlin's address, Chemnitz' and one of its own that can be true.
  assert.equal(
    hints.told(1, { own: ['198.18.1.2', '198.18.2.2', '198.18.3.2', '2001:db8:1::2'], left: [] }).isNews,
    true,
  );
  hints.flush();
  const told = heard();
  assert.deepEqual(
    told.map(({ by }) => by),
    [2, 3],
  );
  for (const { hint } of told) {
    assert.equal(hint.nodeName, 'aachen');
    assert.deepEqual(hint.addresses, ['198.18.1.2', '2001:db8:1::2']);
  }
  assert.equal(
    hints.told(1, { own: ['198.18.1.2', '198.18.2.2', '198.18.3.2', '2001:db8:1::2'], left: [] }).isNews,
    false,
  );
  hints.flush();
  assert.deepEqual(heard(), []);
  assert.equal(hints.told(99, { own: ['198.18.1.2'], left: [] }).isNews, false, 'a node that is none');
});

test('who still has the node where it has left is told so, in either order of the news', () => {
  for (const isTunnelFirst of [true, false]) {
    const { hints, heard, reported } = world();
    reported.set(2, [{ peer: 'aachen', endpoint: '198.18.1.2:51821' }]);
    reported.set(3, [{ peer: 'aachen', endpoint: '[2001:db8:1::2]:51821' }]);
    hints.seen(1, '198.18.1.2');
    hints.told(1, { own: ['198.18.1.2', '2001:db8:1::2'], left: [] });
    hints.flush();
    assert.ok(heard().every(({ hint }) => !hint.left));
    const news = [
      () => hints.seen(1, '198.18.9.2'),
      () => hints.told(1, { own: ['198.18.9.2', '2001:db8:1::2'], left: ['198.18.1.2'] }),
    ];
    for (const tell of isTunnelFirst ? news : news.reverse()) tell();
    hints.flush();
    assert.deepEqual(
      heard().map(({ by, hint }) => [by, hint.left]),
      [
        [2, true],
        [3, false],
      ],
    );
  }
});

test('behind a translation, where the tunnel came from is left when the node lost its inner address', () => {
  for (const [apartMs, left] of [
    [1_000, true],
    [60_000, false],
  ] as const) {
    const { hints, heard, reported, pass } = world();
    reported.set(2, [{ peer: 'aachen', endpoint: '198.18.1.2:40000' }]);
    hints.seen(1, '198.18.1.2');
    hints.told(1, { own: ['192.168.1.5'], left: [] });
    hints.flush();
    heard();
    hints.told(1, { own: ['10.0.0.7'], left: ['192.168.1.5'] });
    pass(apartMs);
    hints.seen(1, '198.18.9.2');
    hints.flush();
    assert.equal(heard().find(({ by }) => by === 2)?.hint.left, left);
    pass(1_000);
    hints.seen(1, '198.18.1.2');
    hints.flush();
    assert.equal(heard().find(({ by }) => by === 2)?.hint.left, false, 'it is back');
  }
});

test('a node that flaps makes few hints, and the last of them is what is so in the end', () => {
  const { hints, heard, pass } = world();
  for (let i = 0; i < 600; i++) {
    hints.seen(1, `198.18.1.${i % 250}`);
    hints.told(1, { own: [`2001:db8::${i}`], left: [] });
    hints.flush();
    pass(100);
  }
  const count = heard().length;
  assert.ok(count <= 2 * 76, `${count} hints of 600 moves in a minute`);
  pass(10_000);
  hints.flush();
  const last = heard();
  assert.deepEqual(
    last.map(({ hint }) => hint.addresses),
    [
      ['2001:db8::599', '198.18.1.99'],
      ['2001:db8::599', '198.18.1.99'],
    ],
  );
});

test('another router under the same number begins anew', () => {
  const { hints, heard, nodes } = world();
  hints.seen(1, '198.18.1.2');
  hints.told(1, { own: ['2001:db8:1::2'], left: ['203.0.113.1'] });
  hints.flush();
  heard();
  nodes[0] = { ...(nodes[0] as EnrolledNode), managementKey: Buffer.alloc(32, 77) };
  hints.tellAll(2);
  assert.deepEqual(heard()[0]?.hint.addresses, ['198.18.1.2']);
});

test("a node's word that says what is known already makes no hints", () => {
  const { hints, heard } = world();
  hints.seen(1, '198.18.1.2');
  hints.told(1, { own: ['198.18.1.2'], left: [] });
  hints.flush();
  heard();
  assert.equal(hints.told(1, { own: ['198.18.1.2', '10.0.0.1'], left: [] }).isNews, true);
  hints.flush();
  assert.deepEqual(heard(), []);
});
