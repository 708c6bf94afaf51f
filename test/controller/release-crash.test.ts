import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSecrets } from '../../shared/bundle/secrets.ts';
import { until } from '../fakes/until.ts';
import { fleetOfThree } from './fleet.ts';
import { Router } from './router.ts';

const fleet = fleetOfThree();
const { desired } = fleet;

describe('a crash', () => {
  it('between git and the database leaves a commit, and committing again makes the release', async () => {
    const { harness } = fleet;
    const { store } = harness.controller;
    const transaction = store.transaction;
    (store as { transaction: unknown }).transaction = () => {
      throw new Error('power cut');
    };
    assert.equal((await harness.cli('commit', '-m', 'first')).code, 1);
    (store as { transaction: unknown }).transaction = transaction;
    assert.equal(store.releases.newest(), 0);
    await harness.stop();
    await harness.start();
    assert.equal((await harness.json('commit', '-m', 'first')).release, 1);
    assert.deepEqual(await harness.json('release', 'diff', '1', '1'), { changes: [] });
  });

  it('before rendered.git was written is healed at the next start, whatever is missing', async () => {
    const { harness } = fleet;
    for (const [index, value] of ['false', 'true', 'false'].entries()) {
      await harness.json('set', 'mss_clamp', value, '--node', 'munich');
      await harness.json('commit', '-m', `release ${index + 1}`);
    }
    const trees = () =>
      Promise.all([1, 2, 3].map((n) => harness.git('rendered', 'rev-parse', `v${n}^{tree}`)));
    const before = await trees();
    const rendered = join(harness.config.state_dir, 'rendered.git');
    const damages: (() => Promise<unknown>)[] = [
      () => harness.git('rendered', 'tag', '--delete', 'v3'),
      () => harness.git('rendered', 'tag', '--delete', 'v2', 'v3'),
      () => harness.git('rendered', 'tag', '--delete', 'v1'),
      () => harness.git('rendered', 'update-ref', 'refs/heads/main', 'v1'),
      () => harness.git('rendered', 'update-ref', '-d', 'refs/heads/main'),
      async () => rmSync(rendered, { recursive: true }),
      async () => {
        await harness.git('rendered', 'tag', '--delete', 'v3');
        writeFileSync(join(rendered, 'refs/heads/main.lock'), '');
        writeFileSync(join(rendered, 'packed-refs.lock'), '');
        writeFileSync(join(rendered, 'packed-refs.new'), '');
      },
    ];
    for (const damage of damages) {
      // As a crash leaves it: while nothing runs that could be in the way, or be in ours.
      await harness.stop();
      await damage();
      await harness.start();
      assert.deepEqual(await trees(), before);
      const [main, newest] = [
        await harness.git('rendered', 'rev-parse', 'main'),
        await harness.git('rendered', 'rev-parse', 'v3'),
      ];
      assert.equal(main, newest, 'the branch is at the newest release');
    }
  });

  it('never loses a release that was acknowledged, nor gives its number away twice', async () => {
    const { harness } = fleet;
    const made: unknown[] = [];
    for (const value of ['false', 'true', 'false']) {
      await harness.json('set', 'mss_clamp', value, '--node', 'munich');
      made.push((await harness.json('commit', '-m', value)).release);
      await harness.stop();
      await harness.start();
    }
    assert.deepEqual(made, [1, 2, 3]);
    const { releases } = (await harness.json('release', 'list')) as { releases: { number: number }[] };
    assert.deepEqual(
      releases.map(({ number }) => number),
      [3, 2, 1],
    );
  });
});

describe('replacing a router', () => {
  it('keeps number and addresses, changes keys and pre-shared keys, and cuts off the old one', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const old = routers.berlin;
    const watch = await old.watch();
    await until('the watch is open', () => watch.seen.length > 0);
    const fresh = await Router.join(harness, 'spare', '--as', 'berlin');
    assert.equal(fresh.answer.nodeId, old.answer.nodeId);
    assert.equal(fresh.answer.managementAddress, old.answer.managementAddress);
    await until('the old watch ends', () => !watch.isOpen);
    await assert.rejects(old.report({}), { code: 16 }, 'the old identity key is worth nothing');
    await assert.rejects(fresh.fetch(1), { code: 5 }, 'the old bundle is sealed to the old router');
    await harness.json('activate', '1');
    assert.equal(desired('berlin'), 0);

    const { release, changed_nodes: changed } = await harness.json('commit', '-m', 'replaced');
    assert.deepEqual([release, changed], [2, ['berlin', 'hamburg', 'munich']]);
    await harness.json('activate');
    const { manifest } = await fresh.fetch(2);
    assert.ok(manifest.secrets.every(({ version }) => version === 2));
    const secrets = openSecrets(fresh.keys.sealing.privateKey, manifest.sealedSecrets);
    assert.deepEqual(
      secrets.map(({ name, value }) => [name, value.length]),
      [
        ['psk:berlin--hamburg', 32],
        ['psk:berlin--munich', 32],
      ],
    );
    assert.throws(() => openSecrets(old.keys.sealing.privateKey, manifest.sealedSecrets), {
      code: 'untrusted',
    });
    const other = (await routers.hamburg.fetch(2)).manifest;
    const theirs = openSecrets(routers.hamburg.keys.sealing.privateKey, other.sealedSecrets);
    const shared = (list: typeof secrets) =>
      list.find(({ name }) => name === 'psk:berlin--hamburg')?.value.toString('hex');
    assert.equal(shared(theirs), shared(secrets), 'both ends have the same key');
    await fresh.close();
  });
});

describe('secrets', () => {
  it('are in no git repository, and not in the clear in the database', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const { manifest } = await routers.berlin.fetch(1);
    const secrets = openSecrets(routers.berlin.keys.sealing.privateKey, manifest.sealedSecrets);
    assert.equal(secrets.length, 2);
    const database = ['', '-wal'].map((suffix) =>
      readFileSync(join(harness.config.state_dir, `controller.db${suffix}`)),
    );
    for (const { value } of secrets) {
      assert.ok(database.every((bytes) => !bytes.includes(value)));
      for (const where of ['inventory', 'rendered'] as const) {
        const all = await harness.git(where, 'log', '--all', '--patch');
        assert.ok(!all.includes(value.toString('base64')) && !all.includes(value.toString('hex')));
      }
    }
  });
});
