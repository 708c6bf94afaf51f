import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beginDue } from '../../controller/rotation/keep-schedule.ts';
import { dueAt, dueNode, type KeyAge } from '../../controller/rotation/schedule.ts';
import { createQueue } from '../../controller/serve/queue.ts';
import { fleetOfThree } from '../controller/fleet.ts';

const dayMs = 86_400_000;
const node = (nodeId: number, changes: Partial<KeyAge> = {}): KeyAge => ({
  nodeId,
  name: `n${nodeId}`,
  since: 0,
  rotateDays: 30,
  isUnderWay: false,
  peers: [],
  ...changes,
});

describe('whose key is due', () => {
  const late = 40 * dayMs;
  const cases: [what: string, nodes: KeyAge[], now: number, due: number | undefined][] = [
    ['nobody’s before four fifths of its time', [node(1), node(2)], 24 * dayMs - 1, undefined],
    ['everybody’s after all of it', [node(1)], 30 * dayMs, 1],
    ['nobody’s where no days are set', [node(1, { rotateDays: 0 })], late, undefined],
    ['the one that is due longest', [node(1, { since: dayMs * 9 }), node(2)], late, 2],
    ['not one that is under way', [node(1, { isUnderWay: true })], late, undefined],
    [
      'not a neighbour of one that is under way',
      [
        node(1, { isUnderWay: true, rotateDays: 0 }),
        node(2, { peers: ['n1'] }),
        node(3, { since: dayMs * 9 }),
      ],
      late,
      3,
    ],
    [
      'a neighbour of one that is under way and waits for somebody who is away',
      [node(1, { isUnderWay: true, isStalled: true }), node(2, { peers: ['n1'] })],
      late,
      2,
    ],
    [
      'one that is from the future: the clock was wrong then',
      [node(1, { since: late + 2 * dayMs })],
      late,
      1,
    ],
    ['not one that is from a moment ahead', [node(1, { since: late + 1000 })], late, undefined],
  ];
  for (const [what, nodes, now, due] of cases) {
    it(what, () => assert.equal(dueNode(nodes, now)?.nodeId, due));
  }

  it('is spread over the last fifth of its time, and the same whenever it is asked for', () => {
    const days = Array.from({ length: 200 }, (_, index) => dueAt(node(index)) / dayMs);
    assert.ok(Math.min(...days) >= 24 && Math.max(...days) <= 30);
    assert.ok(Math.max(...days) - Math.min(...days) > 5);
    assert.deepEqual(
      days,
      Array.from({ length: 200 }, (_, index) => dueAt(node(index)) / dayMs),
    );
  });
});

describe('wireguard.rotate_days', () => {
  const fleet = fleetOfThree();

  it('renews keys by itself, never those of two neighbours at once', async () => {
    const { harness } = fleet;
    await harness.json('set', 'wireguard.rotate_days', '1');
    await harness.json('set', 'wireguard.rotate_days', '0', '--node', 'berlin');
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const { controller } = harness;
    let begun = 0;
    let isAway = false;
    const beginAt = (now: number) =>
      beginDue({
        isOpen: () => !isAway,
        releases: () => ({
          ...controller.releases,
          clock: { ...controller.releases.clock, now: () => now },
        }),
        queue: createQueue(),
        clock: controller.releases.clock,
        onBegun: () => {
          begun++;
        },
      });
    assert.equal(await beginAt(Date.now()), undefined);
    const first = await beginAt(Date.now() + 2 * dayMs);
    assert.ok(first === 'hamburg' || first === 'munich');
    assert.equal(await beginAt(Date.now() + 2 * dayMs), undefined, 'the other one is its neighbour');
    assert.equal(begun, 1);
    assert.equal(controller.store.rotations.underWay().length, 1);
    isAway = true;
    const second = await beginAt(Date.now() + 2 * dayMs);
    assert.deepEqual([first, second].sort(), ['hamburg', 'munich'], 'one that is away keeps nobody from it');
    assert.equal(await beginAt(Date.now() + 2 * dayMs), undefined);
  });

  it('takes whole days and nothing else', async () => {
    await fleet.harness.json('set', 'wireguard.rotate_days', '3650');
    for (const value of ['1.5', '"monthly"', '3651', 'true', '[30]']) {
      const ran = await fleet.harness.cli('set', 'wireguard.rotate_days', value);
      assert.equal(ran.code, 1, value);
      assert.match(ran.err, /rotate_days/);
    }
  });
});
