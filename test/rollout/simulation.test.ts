import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aborted, paused, resumed } from '../../controller/rollout/requests.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { type Fate, newRelease } from './fleet.ts';
import { desired, isOver, ringOf, start } from './start.ts';

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

  it('waits after the canaries also when it was paused before', async () => {
    const fleet = await start(ringOf(6));
    await fleet.begin({ canaries: ['n02'], waitsAfterCanaries: true, pauseMs: 0 });
    await fleet.second();
    fleet.say((rollout, _seen, now) => paused(rollout, now));
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(() => fleet.rollout.state === 'paused');
    assert.match(fleet.rollout.reason, /^the canaries have proved it/);
    assert.equal(fleet.told.length, 1);
  });

  it('goes no further where a canary fails, however many failures are admitted', async () => {
    const fleet = await start(ringOf(8));
    for (const name of ['n02', 'n05', 'n07']) fleet.fates.set(name, 'goes back');
    await fleet.begin({
      canaries: ['n02', 'n04'],
      waitsAfterCanaries: true,
      maxFailures: { value: 5, isPercent: false },
    });
    await fleet.until(isOver(fleet));
    assert.equal(fleet.rollout.state, 'stopped');
    assert.match(fleet.rollout.reason, /^a canary failed, so nobody else gets it: n02$/);
    assert.ok(fleet.told.every(({ name }) => ['n02', 'n04'].includes(name)));
    // An admin says that it goes on: then it is one failure that does not count any more.
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(() => fleet.rollout.state === 'paused');
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(isOver(fleet));
    assert.deepEqual([fleet.rollout.state, fleet.inState('failed')], ['done', ['n02', 'n05', 'n07']]);
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
