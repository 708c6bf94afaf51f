import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { driveRollouts, lookAtRollout } from '../../controller/rollout/drive.ts';
import { aborted, paused, resumed } from '../../controller/rollout/requests.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { silentLog } from '../fakes/log.ts';
import { type Fate, Fleet, newRelease, type SimulatedNode } from './fleet.ts';

const fleets: Fleet[] = [];
afterEach(() => {
  for (const fleet of fleets.splice(0)) fleet.remove();
});

async function start(nodes: readonly SimulatedNode[], stepMs = 1_000): Promise<Fleet> {
  const fleet = new Fleet(nodes);
  fleets.push(fleet);
  await fleet.start();
  await fleet.second();
  fleet.stepMs = stepMs;
  return fleet;
}

const ringOf = (size: number): SimulatedNode[] =>
  Array.from({ length: size }, (_, index) => ({
    name: `n${String(index).padStart(2, '0')}`,
    peers: [(index + 1) % size, (index + size - 1) % size].map((peer) => `n${String(peer).padStart(2, '0')}`),
  }));
const isOver = (fleet: Fleet) => () => ['done', 'aborted', 'stopped'].includes(fleet.rollout.state);
const desired = (fleet: Fleet) => fleet.nodes.map((_, index) => fleet.store.desired.get(index + 1));

describe('a rollout', () => {
  it('goes to the canaries, then wave by wave to all, and activates the release everywhere', async () => {
    const fleet = await start(ringOf(8));
    await fleet.begin({
      canaryCount: 1,
      wave: { value: 3, isPercent: false },
      maxFailures: { value: 9, isPercent: false },
    });
    await fleet.until(isOver(fleet));
    const { state, nodes } = fleet.rollout;
    assert.equal(state, 'done');
    const sizes = [1, 2, 3, 4, 5].map((wave) => nodes.filter((node) => node.wave === wave).length);
    assert.deepEqual([sizes[0], Math.max(...sizes)], [1, 3]);
    assert.ok(nodes.every((node) => node.state === 'healthy'));
    assert.equal(fleet.told.length, 8);
    assert.notEqual(fleet.store.releases.find(newRelease)?.activated, null);
    assert.equal(fleet.store.rollouts.current(), undefined);
    const actions = fleet.audit.noted
      .map(({ action }) => action)
      .filter((action) => action.startsWith('rollout'));
    assert.deepEqual(actions, ['rollout.begun', 'rollout.finishing', 'rollout.done']);
  });

  it('stops at the first failure, by default, and tells nobody more', async () => {
    const fleet = await start(ringOf(8));
    for (const { name } of fleet.nodes) fleet.fates.set(name, 'goes back');
    await fleet.begin({ wave: { value: 100, isPercent: true } });
    await fleet.until(isOver(fleet));
    for (let second = 0; second < 20; second++) await fleet.second();
    assert.equal(fleet.rollout.state, 'stopped');
    assert.match(fleet.rollout.reason, /^\d of at most 1 failed: /);
    assert.ok(fleet.told.length <= 2, `${fleet.told.length} were told`);
    assert.equal(fleet.inState('waiting').length, 8 - fleet.told.length);
    assert.match(
      fleet.rollout.nodes.find(({ state }) => state === 'failed')?.reason ?? '',
      /proving, sessions/,
    );
  });

  const slow: [Fate, RegExp][] = [
    ['says nothing', /^not well in 120 s: has not confirmed it$/],
    ['loses a link', /^not well in 120 s: confirmed, but its link to n0\d worked before and does not$/],
  ];
  for (const [fate, reason] of slow) {
    it(`takes a node for failed that ${fate}, once its confirm window and the margin are over`, async () => {
      const fleet = await start(ringOf(6));
      for (const { name } of fleet.nodes) fleet.fates.set(name, fate);
      await fleet.begin({});
      const begun = fleet.time;
      await fleet.until(isOver(fleet));
      assert.ok(fleet.time - begun > 120_000 && fleet.time - begun < 130_000, `${fleet.time - begun} ms`);
      assert.match(fleet.rollout.nodes.find(({ state }) => state === 'failed')?.reason ?? '', reason);
    });
  }

  it('goes on with the rest when an admin says so, and failures count anew', async () => {
    const fleet = await start(ringOf(8));
    fleet.fates.set('n03', 'goes back');
    fleet.fates.set('n06', 'goes back');
    await fleet.begin({ wave: { value: 2, isPercent: false } });
    await fleet.until(isOver(fleet));
    assert.equal(fleet.rollout.state, 'stopped');
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(isOver(fleet));
    assert.equal(fleet.rollout.state, 'stopped');
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(isOver(fleet));
    assert.deepEqual([fleet.rollout.state, fleet.inState('failed')], ['done', ['n03', 'n06']]);
    assert.equal(fleet.inState('healthy').length, 6);
  });

  it('waits for an admin after the canaries, and is paused by one between waves', async () => {
    const fleet = await start(ringOf(6));
    await fleet.begin({ canaries: ['n02'], waitsAfterCanaries: true, wave: { value: 1, isPercent: false } });
    await fleet.until(() => fleet.rollout.state === 'paused');
    for (let second = 0; second < 50; second++) await fleet.second();
    assert.deepEqual([fleet.inState('healthy'), fleet.inState('waiting').length], [['n02'], 5]);
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(() => fleet.inState('healthy').length >= 2);
    const reached = fleet.told.length;
    fleet.say((rollout, _seen, now) => paused(rollout, now));
    for (let second = 0; second < 50; second++) await fleet.second();
    assert.equal(fleet.told.length, reached);
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(isOver(fleet));
    assert.equal(fleet.rollout.state, 'done');
  });

  it('watches a wave in the pause after it: who is not well any more at its end is waited for, and fails', async () => {
    const fleet = await start(ringOf(6));
    await fleet.begin({ canaries: ['n02'], pauseMs: 300_000 });
    await fleet.until(() => fleet.inState('healthy').length === 1);
    fleet.fates.set('n02', 'loses a link');
    const before = fleet.time;
    await fleet.until(isOver(fleet));
    assert.deepEqual(
      [fleet.rollout.state, fleet.inState('failed'), fleet.told.length],
      ['stopped', ['n02'], 1],
    );
    assert.ok(fleet.time - before >= 300_000);
  });

  it('leaves behind who is away when its turn comes, and tells it at the end', async () => {
    const fleet = await start(ringOf(6));
    fleet.away.add('n04');
    for (let second = 0; second < 61; second++) await fleet.second();
    await fleet.begin({});
    await fleet.until(isOver(fleet));
    assert.deepEqual([fleet.rollout.state, fleet.inState('left')], ['done', ['n04']]);
    assert.deepEqual(fleet.told.at(-1), { name: 'n04', release: newRelease });
    assert.notEqual(fleet.store.releases.find(newRelease)?.activated, null);
  });

  it('takes who is back in time into a later wave', async () => {
    const fleet = await start(ringOf(6));
    fleet.away.add('n04');
    for (let second = 0; second < 61; second++) await fleet.second();
    await fleet.begin({ wave: { value: 1, isPercent: false } });
    await fleet.until(() => fleet.inState('healthy').length === 2);
    fleet.away.clear();
    await fleet.until(isOver(fleet));
    assert.equal(fleet.inState('healthy').length, 6);
  });

  it('asks an admin where no canary can be told any more', async () => {
    const fleet = await start(ringOf(6));
    for (let second = 0; second < 61; second++) await fleet.second();
    await fleet.begin({ canaries: ['n04'], wave: { value: 1, isPercent: false } });
    fleet.away.add('n04');
    for (let second = 0; second < 40; second++) fleet.time += 1_000;
    await fleet.until(() => fleet.rollout.state === 'paused');
    assert.match(
      fleet.rollout.reason,
      /^no canary can be told now: n04 \(out of contact\): 'towline rollout resume'/,
    );
    assert.equal(fleet.told.length, 0);
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(isOver(fleet));
    assert.deepEqual([fleet.rollout.state, fleet.inState('left')], ['done', ['n04']]);
  });

  it('waits no more for a router that is revoked meanwhile', async () => {
    const fleet = await start(ringOf(6));
    fleet.fates.set('n02', 'says nothing');
    await fleet.begin({ canaries: ['n02'] });
    await fleet.until(() => fleet.inState('told').length === 1);
    fleet.store.nodes.revoke(3, fleet.time);
    fleet.store.desired.clear(3);
    await fleet.until(isOver(fleet));
    assert.deepEqual([fleet.rollout.state, fleet.inState('gone')], ['done', ['n02']]);
  });

  it('has ends of a link that change together told together, and both fail when one goes back', async () => {
    const nodes = ringOf(6).map((node) => {
      const other = { n01: 'n02', n02: 'n01' }[node.name];
      return other === undefined ? node : { ...node, tiedTo: other };
    });
    const fleet = await start(nodes);
    fleet.fates.set('n02', 'goes back');
    await fleet.begin({ wave: { value: 2, isPercent: false } });
    await fleet.until(isOver(fleet));
    const { nodes: rows } = fleet.rollout;
    const tied = rows.filter(({ name }) => name === 'n01' || name === 'n02');
    assert.equal(new Set(tied.map(({ wave, told, unit }) => `${wave} ${told} ${unit}`)).size, 1);
    assert.deepEqual([fleet.rollout.state, fleet.inState('failed')], ['stopped', ['n01', 'n02']]);
    for (const { reason } of tied) assert.match(reason, /^take back release 2: n02: proving, sessions/);
  });

  it('is taken back by an admin: all that were told have what they had before, as a new release', async () => {
    const fleet = await start(ringOf(6));
    await fleet.begin({ wave: { value: 2, isPercent: false } });
    await fleet.until(() => fleet.rollout.wave === 2);
    fleet.say((rollout, seen, now) => aborted(rollout, seen, true, now));
    await fleet.until(isOver(fleet));
    assert.equal(fleet.rollout.state, 'aborted');
    assert.deepEqual(fleet.inState('returning'), []);
    assert.ok(fleet.inState('returned').length >= 3);
    assert.equal(fleet.store.releases.newest(), 3);
    // The newest release is what runs, on who was told and who was not.
    assert.deepEqual(desired(fleet), Array(6).fill(3));
    for (const [index] of fleet.nodes.entries()) {
      const filesAt = (release: number) =>
        manifestCodec.decode(fleet.store.bundles.at(index + 1, release)?.content?.manifest ?? Buffer.alloc(0))
          .files;
      assert.deepEqual(filesAt(3), filesAt(1));
    }
    assert.notEqual(fleet.store.releases.find(3)?.activated, null);
  });

  it('takes itself back at the limit where that was asked for', async () => {
    const fleet = await start(ringOf(8));
    fleet.fates.set('n05', 'goes back');
    await fleet.begin({ wave: { value: 2, isPercent: false }, rollsBack: true });
    await fleet.until(isOver(fleet));
    assert.equal(fleet.rollout.state, 'aborted');
    assert.match(fleet.rollout.reason, /^1 of at most 1 failed: n05/);
    assert.ok(fleet.inState('returned').includes('n05'));
    assert.ok(desired(fleet).every((release) => release === 3));
  });

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

  it('is aborted where it is, and those on their way are left to themselves', async () => {
    const fleet = await start(ringOf(6));
    fleet.fates.set('n02', 'says nothing');
    await fleet.begin({ canaries: ['n02'] });
    await fleet.until(() => fleet.inState('told').length === 1);
    fleet.say((rollout, seen, now) => aborted(rollout, seen, false, now));
    for (let second = 0; second < 30; second++) await fleet.second();
    assert.match(fleet.rollout.reason, /1 on their way/);
    assert.deepEqual([fleet.rollout.state, fleet.told.length], ['aborted', 1]);
  });
});
