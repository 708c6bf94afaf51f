import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../fakes/until.ts';
import { fleetOfThree, stateOf } from './fleet.ts';
import { Router } from './router.ts';

const fleet = fleetOfThree();
const { desired } = fleet;

describe('activate', () => {
  it('refuses an unknown release or node, and one below what a node has, with a word on rollback', async () => {
    const { harness } = fleet;
    assert.match((await harness.cli('activate')).err, /there is no release yet/);
    await harness.json('commit', '-m', 'first');
    assert.match((await harness.cli('activate', '7')).err, /there is no release 7/);
    assert.match((await harness.cli('activate', '--node', 'nowhere')).err, /there is no node "nowhere"/);
    assert.equal((await harness.cli('activate', 'seven')).code, 2);
    await harness.json('activate');
    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    await harness.json('commit', '-m', 'second');
    await harness.json('activate', '2');
    const { code, err } = await harness.cli('activate', '1');
    assert.equal(code, 1);
    assert.match(err, /munich has release 2 already.*'towline rollback 1'/);
    assert.deepEqual(await harness.json('activate', '1', '--node', 'berlin'), {
      release: 1,
      changed_nodes: [],
      announced_nodes: ['berlin'],
    });
  });

  it('takes single nodes first, and counts as active when none lags', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    assert.deepEqual((await harness.json('activate', '--node', 'berlin')).changed_nodes, ['berlin']);
    assert.equal((await harness.json('status')).active_release, 0);
    assert.deepEqual([desired('berlin'), desired('hamburg')], [1, 0]);
    assert.deepEqual((await harness.json('activate')).changed_nodes, ['hamburg', 'munich']);
    assert.equal((await harness.json('status')).active_release, 1);
  });

  it('waits with --wait until all have confirmed, and ends with 1 if one failed', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    const waiting = harness.cli('activate', '--wait', '--json');
    await until('the release is desired', () => desired('munich') === 1);
    for (const router of Object.values(routers)) await router.reportRunning(1);
    const ran = await waiting;
    assert.equal(ran.code, 0);
    assert.deepEqual((JSON.parse(ran.out) as { confirmed: string[] }).confirmed, [
      'berlin',
      'hamburg',
      'munich',
    ]);

    const lastApply = { release: 1, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason: 'no session with hamburg' };
    await routers.berlin.report({ runningRelease: 0, lastApply });
    const second = harness.cli('activate', '--wait');
    let ended = false;
    void second.finally(() => {
      ended = true;
    });
    await until('the failure is heard again', async () => {
      await routers.berlin.report({ runningRelease: 0, lastApply });
      return ended;
    });
    const failed = await second;
    assert.equal(failed.code, 1);
    assert.match(failed.out, /berlin failed: no session with hamburg/);
  });

  it('does not take the word of a router with --wait, and names who is away', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await routers.hamburg.reportRunning(1);
    const runningDigest = (await routers.berlin.fetch(1)).manifest.bundleDigest;
    const lastApply = { release: 1, outcome: 'APPLY_OUTCOME_CONFIRMED' };
    await routers.berlin.report({ runningRelease: 1, runningDigest, lastApply });
    const late = await harness.cli('activate', '--wait', '--timeout', '0.2');
    assert.equal(late.code, 1);
    assert.match(late.out, /not confirmed in time: berlin\naway, to get it when they are back: munich/);
    assert.match(late.err, /1 confirmed, 0 failed, 1 to come \(berlin\), 1 away \(munich\)/);
    const { nodes } = (await harness.json('status')) as { nodes: Record<string, unknown>[] };
    const berlin = nodes.find(({ name }) => name === 'berlin');
    assert.deepEqual([berlin?.running_release, berlin?.confirmed_release], [1, 0]);
  });

  it('tells the release again to those that have not confirmed it, and to nobody else', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await routers.hamburg.reportRunning(1);
    const [berlin, hamburg] = [await routers.berlin.watch(), await routers.hamburg.watch()];
    const told = (watch: typeof berlin) => watch.seen.filter((seen) => seen.desiredRelease).length;
    await until('both know it', () => told(berlin) === 1 && told(hamburg) === 1);
    const again = await harness.cli('activate');
    assert.match(again.out, /it changes no node\nTold again, since not confirmed yet: berlin munich\n/);
    await until('berlin is told again', () => told(berlin) === 2);
    assert.deepEqual((await harness.json('activate', '--node', 'hamburg')).announced_nodes, []);
    assert.equal(told(hamburg), 1);
    berlin.cancel();
    hamburg.cancel();
  });

  it('counts a router as done that took a new number of what it ran', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    for (const router of Object.values(routers)) await router.reportRunning(1);
    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    await harness.json('commit', '-m', 'second');
    await harness.json('rollback', '1');
    assert.equal(desired('munich'), 3);
    assert.equal((await harness.cli('activate', '--wait', '--timeout', '0.1')).code, 1);
    const runningDigest = (await routers.munich.fetch(3)).manifest.bundleDigest;
    await routers.munich.report({ runningRelease: 3, runningDigest });
    assert.equal((await harness.cli('activate', '--wait', '--timeout', '5')).code, 0);
  });

  it('is not stopped by a router that claims an impossible release, nor is rollback', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    await harness.json('commit', '-m', 'second');
    await routers.munich.report({ runningRelease: 4_294_967_295, runningDigest: Buffer.alloc(32) });
    assert.deepEqual((await harness.json('activate')).changed_nodes, ['munich']);
    assert.equal((await harness.json('rollback', '1')).release, 3);
  });
});

describe('rollback', () => {
  it('brings back the inventory and the bundles of an old release under a new number', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const before = await harness.git('network', 'show', 'HEAD:sites/munich/munich/node.toml');
    await harness.json('set', 'lan', '["10.3.0.0/24"]', '--node', 'munich');
    await harness.json('commit', '-m', 'second');
    await harness.json('activate');

    const dry = await harness.json('rollback', '--dry-run');
    assert.deepEqual([dry.release, dry.dry_run], [null, true]);
    assert.equal(harness.controller.store.releases.newest(), 2);

    const back = await harness.json('rollback');
    assert.equal(back.release, 3);
    assert.equal(await harness.git('network', 'show', 'HEAD:sites/munich/munich/node.toml'), before);
    assert.equal(await harness.git('network', 'log', '-1', '--format=%s'), 'rollback to release 1\n');
    assert.equal(await harness.git('network', 'status', '--porcelain'), '');
    assert.equal(desired('munich'), 3);
    const digest = (release: number) =>
      harness.controller.store.bundles
        .at(routers.munich.answer.nodeId, release)
        ?.content?.digest.toString('hex');
    assert.equal(digest(3), digest(1));
    assert.notEqual(digest(2), digest(1));
    assert.deepEqual(await harness.json('release', 'diff', '1', '3'), { changes: [] });
  });

  it('refuses while the work tree has changes, and for a release that is not there', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    assert.match((await harness.cli('rollback', '9')).err, /there is no release 9/);
    await harness.json('set', 'mss_clamp', 'false');
    await harness.json('commit', '-m', 'second');
    await harness.json('set', 'mss_clamp', 'true');
    const before = await stateOf(harness);
    assert.match((await harness.cli('rollback', '1')).err, /changes that are not committed/);
    assert.equal(await stateOf(harness), before);
  });

  it('brings back a node that was removed since, under its number', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await harness.json('node', 'remove', 'munich');
    const { changed_nodes: changed } = await harness.json('commit', '-m', 'without munich');
    assert.deepEqual(changed, ['berlin', 'hamburg', 'munich']);
    await routers.munich.report({});
    await harness.json('activate');
    await assert.rejects(routers.munich.report({}), { code: 16 });
    const key = routers.munich.keys.management.publicKey.toString('base64');
    const hasPeer = () =>
      harness.wireguard.configs.get('tlmgmt')?.peers.some(({ publicKey }) => publicKey === key);
    assert.equal(hasPeer(), false, 'the management tunnel is cut');
    assert.doesNotMatch(await harness.git('rendered', 'ls-tree', '-r', '--name-only', 'v2'), /munich/);

    await harness.json('rollback', '1');
    assert.equal(hasPeer(), true);
    assert.equal(desired('munich'), 3);
    const { manifest } = await routers.munich.fetch(3);
    assert.equal(manifest.nodeId, routers.munich.answer.nodeId);
  });

  it('gives a node that is made anew another number', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await harness.json('node', 'remove', 'munich');
    await harness.json('commit', '-m', 'without munich');
    await harness.json('activate');
    const anew = await Router.join(harness, 'munich', '--site', 'munich');
    assert.notEqual(anew.answer.nodeId, routers.munich.answer.nodeId);
    await harness.json('commit', '-m', 'with munich');
    await harness.json('activate');
    assert.equal((await anew.fetch(3)).manifest.nodeId, anew.answer.nodeId);
    await anew.close();
  });
});
