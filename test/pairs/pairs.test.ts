import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { Router, type Watch } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

type Name = 'berlin' | 'hamburg' | 'munich';

describe('a change with two ends', () => {
  let harness: Harness;
  let routers: Record<Name, Router>;
  const watches = new Map<Name, Watch>();

  const idOf = (name: Name) => routers[name].answer.nodeId;
  const store = () => harness.controller.store;
  const told = (name: Name): DesiredRelease | undefined =>
    watches
      .get(name)
      ?.seen.flatMap(({ desiredRelease }) => desiredRelease ?? [])
      .at(-1);
  const untilTold = (name: Name, release: number, stageOnly: boolean) =>
    until(`${name} is told ${release}, ${stageOnly ? 'only to stage it' : 'to switch'}`, () => {
      const last = told(name);
      return last?.release === release && last.stageOnly === stageOnly;
    });
  const watch = async (...names: Name[]) => {
    for (const name of names) watches.set(name, await routers[name].watch());
    for (const name of names) await until(`${name} is told`, () => told(name) !== undefined);
  };
  const leave = async (name: Name) => {
    watches.get(name)?.cancel();
    await until(`${name} is offline`, async () => !(await nodeOf(name)).connected);
  };
  const stage = async (name: Name, release: number) => {
    const { manifest } = await routers[name].fetch(release);
    const running = store().desired.confirmed(idOf(name));
    const runningDigest = store().bundles.find(idOf(name), running)?.content?.digest;
    await routers[name].report({
      runningRelease: running,
      runningDigest,
      stagedDigest: manifest.bundleDigest,
      lastApply: { release, outcome: 'APPLY_OUTCOME_APPLYING', reason: 'staged' },
    });
  };
  const fail = (name: Name, release: number, outcome = 'APPLY_OUTCOME_ROLLED_BACK') =>
    routers[name].report({ lastApply: { release, outcome, reason: 'no handshake on tl-berlin' } });
  const nodeOf = async (name: Name) => {
    const { nodes } = (await harness.json('status')) as { nodes: Record<string, unknown>[] };
    const node = nodes.find((candidate) => candidate.name === name);
    assert.ok(node !== undefined);
    return node;
  };
  const filesOf = (name: Name, release: number) =>
    store().bundles.at(idOf(name), release)?.content?.digest.toString('hex');
  /** Other ports at berlin: both of its links change at both ends. */
  const release = async (base: number, ...nodes: string[]) => {
    await harness.json('set', 'wireguard.listen_port_base', String(base), '--node', 'berlin');
    await harness.json('commit', '-m', `ports from ${base} on`);
    await harness.json('activate', ...nodes.flatMap((node) => ['--node', node]));
  };
  const reconnect = async () => {
    for (const name of Object.keys(routers) as Name[]) {
      const { keys, answer } = routers[name];
      await routers[name].close();
      routers[name] = await Router.connect(harness, name, keys, answer);
    }
  };

  beforeEach(async () => {
    harness = await startController();
    const join = (name: string) => Router.join(harness, name, '--site', name);
    routers = { berlin: await join('berlin'), hamburg: await join('hamburg'), munich: await join('munich') };
    // berlin--hamburg and berlin--munich.
    await harness.json('set', 'groups', '["north", "south"]', '--site', 'berlin');
    await harness.json('set', 'groups', '["north"]', '--site', 'hamburg');
    await harness.json('set', 'groups', '["south"]', '--site', 'munich');
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    for (const router of Object.values(routers)) await router.reportRunning(1);
  });
  afterEach(async () => {
    for (const { cancel } of watches.values()) cancel();
    watches.clear();
    await Promise.all(Object.values(routers).map((router) => router.close()));
    await harness.close();
  });

  it('is staged at all ends, and switched when all of them are ready', async () => {
    await watch('berlin', 'hamburg', 'munich');
    assert.equal(told('berlin')?.stageOnly, false);
    await release(40_000);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await untilTold(name, 2, true);
    await stage('berlin', 2);
    await stage('hamburg', 2);
    assert.equal(told('berlin')?.stageOnly, true);
    assert.equal((await nodeOf('berlin')).put_off, null, 'munich is about to stage it');
    await stage('munich', 2);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await untilTold(name, 2, false);
    for (const router of Object.values(routers)) await router.reportRunning(2);
    assert.equal((await harness.cli('activate', '--wait')).code, 0);
  });

  it('concerns nobody where nothing of it changes at both ends', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await harness.json('set', 'mss_clamp', 'false', '--node', 'berlin');
    await harness.json('set', 'wireguard.keepalive', '20');
    await harness.json('commit', '-m', 'one end each');
    await harness.json('activate');
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await untilTold(name, 2, false);
  });

  it('is put off while one of them is offline, says so, and is done when it is back', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await leave('munich');
    await release(40_000);
    await stage('berlin', 2);
    await stage('hamburg', 2);
    const reason = 'waits for munich, which is offline';
    assert.equal((await nodeOf('hamburg')).put_off, reason);
    assert.match((await harness.cli('status')).out, /berlin: put off, waits for munich, which is offline/);
    const ran = await harness.cli('activate', '--wait', '--timeout', '0.2');
    assert.equal(ran.code, 1);
    assert.match(ran.out, /hamburg put off: waits for munich, which is offline/);
    await watch('munich');
    assert.equal(told('munich')?.stageOnly, true);
    await stage('munich', 2);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await untilTold(name, 2, false);
  });

  it('does not switch one that left after it had staged, nor one that reports another digest', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000);
    await stage('hamburg', 2);
    await leave('hamburg');
    await stage('berlin', 2);
    await stage('munich', 2);
    await watch('hamburg');
    await routers.hamburg.report({ stagedDigest: Buffer.alloc(32, 7) });
    assert.equal(told('hamburg')?.stageOnly, true);
    await assert.rejects(routers.hamburg.report({ stagedDigest: Buffer.alloc(31) }), { code: 3 });
    await stage('hamburg', 2);
    await untilTold('berlin', 2, false);
  });

  it('is decided once, whatever becomes of the controller in between', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000);
    await stage('berlin', 2);
    await harness.stop();
    await harness.start();
    await reconnect();
    await watch('berlin', 'hamburg', 'munich');
    for (const name of ['berlin', 'hamburg', 'munich'] as const) {
      assert.equal(told(name)?.stageOnly, true);
      await stage(name, 2);
    }
    await untilTold('munich', 2, false);
    await routers.munich.reportRunning(2);
    await harness.stop();
    await harness.start();
    await reconnect();
    await watch('berlin', 'hamburg', 'munich');
    for (const name of ['berlin', 'hamburg', 'munich'] as const) assert.equal(told(name)?.stageOnly, false);
  });

  it('waits for an end that the release is not activated for, and for no one who refused or left', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000, 'berlin', 'munich');
    await untilTold('berlin', 2, true);
    assert.match(
      String((await nodeOf('munich')).put_off),
      /^waits for hamburg, of which release 2 is not wanted/,
    );
    await harness.json('activate', '--node', 'hamburg');
    await untilTold('hamburg', 2, true);
    assert.equal((await nodeOf('berlin')).put_off, null);
    await fail('hamburg', 2, 'APPLY_OUTCOME_REFUSED');
    assert.match(String((await nodeOf('berlin')).put_off), /hamburg, which refused its part/);
    await harness.json('node', 'remove', 'hamburg');
    await harness.json('commit', '-m', 'without hamburg');
    await harness.json('activate');
    await untilTold('berlin', 3, true);
    // Munich has a new bundle, too: it knows the sites that there are.
    await stage('berlin', 3);
    await stage('munich', 3);
    await untilTold('berlin', 3, false);
    await untilTold('munich', 3, false);
  });

  it('is superseded by a newer release: only that one is waited for', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000);
    await stage('berlin', 2);
    await release(41_000);
    await stage('hamburg', 3);
    await stage('munich', 3);
    assert.equal(told('hamburg')?.stageOnly, true);
    await stage('berlin', 3);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await untilTold(name, 3, false);
  });

  it('is taken back at all ends by a new release when one of them goes back', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000);
    const waiting = harness.cli('activate', '2', '--wait');
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await stage(name, 2);
    await untilTold('hamburg', 2, false);
    await routers.berlin.reportRunning(2);
    await fail('hamburg', 2);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) {
      await untilTold(name, 3, false);
      assert.equal(filesOf(name, 3), filesOf(name, 1));
    }
    const ran = await waiting;
    assert.equal(ran.code, 1);
    assert.match(ran.out, /hamburg failed: take back release 2: hamburg: no handshake on tl-berlin/);
    assert.match((await harness.cli('status')).out, /take back release 2: hamburg/);

    // Once, however often and by whomever it is said.
    await fail('hamburg', 2);
    await fail('munich', 2);
    for (const router of Object.values(routers)) await router.reportRunning(3);
    assert.equal(store().releases.newest(), 3);

    // The inventory still has the change, and it can be made again.
    const plan = await harness.cli('plan');
    assert.equal(plan.code, 2);
    for (const name of ['berlin', 'hamburg', 'munich']) assert.match(plan.out, new RegExp(name));
    await harness.json('commit', '-m', 'again');
    await harness.json('activate');
    for (const name of ['berlin', 'hamburg', 'munich'] as const) {
      await untilTold(name, 4, true);
      await stage(name, 4);
    }
    await untilTold('berlin', 4, false);
    assert.equal(filesOf('berlin', 4), filesOf('berlin', 2));
  });

  it('is taken back after a restart, and after a crash in the middle of taking back', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await stage(name, 2);
    await untilTold('hamburg', 2, false);
    const crash = new Error('crash');
    const transaction = store().transaction;
    let calls = 0;
    // The release is made, and the transaction that makes it desired fails.
    Object.assign(store(), {
      transaction: (work: () => unknown) => {
        if (store().releases.newest() === 3 && calls++ === 0) throw crash;
        return transaction(work);
      },
    });
    await fail('hamburg', 2);
    await until('release 3 is there', () => store().releases.newest() === 3 && calls > 0);
    await harness.stop();
    await harness.start();
    assert.equal(store().desired.get(idOf('berlin')), 2);
    await reconnect();
    await watch('berlin', 'hamburg', 'munich');
    await fail('hamburg', 2);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await untilTold(name, 3, false);
    assert.equal(store().releases.newest(), 3);
  });

  it('leaves alone who should run another release by now', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await release(40_000);
    for (const name of ['berlin', 'hamburg', 'munich'] as const) await stage(name, 2);
    await untilTold('hamburg', 2, false);
    for (const router of Object.values(routers)) await router.reportRunning(2);
    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    await harness.json('commit', '-m', 'munich alone');
    await harness.json('activate');
    await routers.munich.reportRunning(3);
    await fail('hamburg', 2);
    await untilTold('berlin', 4, false);
    assert.equal(store().desired.get(idOf('munich')), 3);
  });

  it('waits for nobody whose router was replaced', async () => {
    await watch('berlin', 'hamburg', 'munich');
    await leave('hamburg');
    const replacement = await Router.join(harness, 'spare', '--as', 'hamburg');
    await harness.json('commit', '-m', 'another hamburg');
    await harness.json('activate');
    await untilTold('berlin', 2, false);
    const first = await replacement.watch();
    await until('the new router is told', () =>
      first.seen.some(({ desiredRelease }) => desiredRelease !== undefined),
    );
    const desired = first.seen.flatMap(({ desiredRelease }) => desiredRelease ?? []);
    assert.deepEqual([desired.at(-1)?.release, desired.at(-1)?.stageOnly], [2, false]);
    first.cancel();
    await replacement.close();
  });
});
