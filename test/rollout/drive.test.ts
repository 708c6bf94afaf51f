import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driveRollouts, lookAtRollout } from '../../controller/rollout/drive.ts';
import { aborted } from '../../controller/rollout/requests.ts';
import { silentLog } from '../fakes/log.ts';
import { isOver, ringOf, start } from './start.ts';

describe('a rollout that is led on', () => {
  it('is aborted on the way back too, where what should be put back cannot be made', async () => {
    const fleet = await start(ringOf(6));
    await fleet.begin({ wave: { value: 2, isPercent: false } });
    await fleet.until(() => fleet.rollout.wave === 2);
    fleet.say((rollout, seen, now) => aborted(rollout, seen, true, now));
    const { options } = fleet;
    const queue = Object.assign(() => Promise.reject(new Error('no git')), options.queue);
    for (let look = 0; look < 3; look++) await assert.rejects(lookAtRollout({ ...options, queue }), /no git/);
    const waiting = fleet.inState('returning');
    assert.ok(waiting.length >= 3);
    assert.throws(() => fleet.say((rollout, seen, now) => aborted(rollout, seen, true, now)), {
      code: 'conflict',
    });
    fleet.say((rollout, seen, now) => aborted(rollout, seen, false, now));
    for (let second = 0; second < 10; second++) await fleet.second();
    assert.equal(fleet.rollout.state, 'aborted');
    assert.match(fleet.rollout.reason, /an admin has aborted the way back; \d+ keep release 2$/);
    assert.deepEqual(fleet.inState('failed'), waiting);
    assert.equal(fleet.store.releases.newest(), 2);
    await fleet.begin();
  });

  it('logs once why it stands still, and again only when that is something else', async () => {
    const fleet = await start(ringOf(3));
    const lines: unknown[] = [];
    const log = { ...silentLog, warn: (fields: unknown) => void lines.push(fields) };
    const faults = ['a', 'a', 'b', 'b', '', 'b'];
    const stop = new AbortController();
    const rollouts = {
      ...fleet.store.rollouts,
      current: () => {
        if (faults[0]) throw new Error(faults[0]);
        return undefined;
      },
    };
    const releases = () => ({ ...fleet.context, log, store: { ...fleet.store, rollouts } });
    const wait = async () => {
      faults.shift();
      if (faults.length === 0) stop.abort();
      return false;
    };
    await driveRollouts({ ...fleet.options, releases, wake: { notify: () => undefined, wait } }, stop.signal);
    assert.deepEqual(lines, [{ reason: 'a' }, { reason: 'b' }, { reason: 'b' }]);
  });

  it('that begins long after the start of the controller knows who is out of contact at once', async () => {
    const fleet = await start(ringOf(4));
    await lookAtRollout(fleet.options);
    fleet.time += 3_600_000;
    await fleet.begin();
    // Who is away then would be waited for where the controller had just started.
    fleet.away.add('n03');
    await fleet.until(isOver(fleet), 30);
    assert.deepEqual([fleet.rollout.state, fleet.inState('left')], ['done', ['n03']]);
  });

  it('keeps no times of nodes that nothing more is asked about, and asks for news of those on their way', async () => {
    const fleet = await start(ringOf(12));
    await fleet.begin({ wave: { value: 4, isPercent: false } });
    const { memory } = fleet;
    await fleet.until(isOver(fleet), 2_000, () => {
      const told = new Set(fleet.rollout.nodes.flatMap((node) => (node.state === 'told' ? node.nodeId : [])));
      assert.deepEqual(memory.followed, told);
      assert.ok(memory.seenAt.size <= 5 && memory.confirmMs.size <= 5);
    });
    await fleet.second();
    assert.deepEqual([memory.seenAt.size, memory.confirmMs.size, memory.toldBefore.size], [0, 0, 0]);
  });
});
