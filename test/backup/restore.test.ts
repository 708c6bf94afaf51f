import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { knownServices } from '../../agent/config/schema.ts';
import { acceptManifest, type HighestSeen } from '../../agent/verify/accept.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest, Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';
import { emptyMachine, type Machine } from './places.ts';

const facts = (router: Router) => ({
  networkId: router.answer.networkId,
  nodeId: router.answer.nodeId,
  epoch: router.answer.epoch,
  services: knownServices,
});

/** Fetches a release as an agent does, with what it has seen before; gives what it has seen then. Throws as it refuses. */
async function take(router: Router, release: number, seen?: HighestSeen): Promise<HighestSeen> {
  const { manifest, bytes } = await router.fetch(release);
  const manifestDigest = sha256(bytes).toString('hex');
  acceptManifest(manifest, manifestDigest, { ...facts(router), highestSeen: seen });
  return { epoch: manifest.epoch, release: manifest.release, manifestDigest };
}

describe('a controller that is restored from a backup', () => {
  let old: Harness;
  let machine: Machine;
  let restored: Harness;
  let berlin: Router;
  let hamburg: Router;
  let file: string;
  let keyFile: string;
  const seen = {
    berlin: undefined as HighestSeen | undefined,
    hamburg: undefined as HighestSeen | undefined,
  };
  const reconnect = (harness: Harness, { name, keys, answer }: Router) =>
    Router.connect(harness, name, keys, answer);
  let made: Record<string, unknown>;
  let done: Record<string, unknown>;

  before(async () => {
    old = await startController();
    machine = await emptyMachine();
    for (const name of ['berlin', 'hamburg', 'kiel']) {
      await old.json('site', 'add', name);
      await old.json(
        'node',
        'add',
        name,
        '--site',
        name,
        '--lan',
        `10.${name.length}.${name.charCodeAt(0)}.0/24`,
      );
    }
    berlin = await Router.join(old, 'berlin', '--node', 'berlin');
    hamburg = await Router.join(old, 'hamburg', '--node', 'hamburg');
    await old.json('commit', '-m', 'first');
    await old.json('activate');
    seen.berlin = await take(berlin, 1);
    await berlin.reportRunning(1);
    await old.json('token', 'create', '--node', 'kiel');
    await enroll(old, makeRequest(makeKeys(), 'stranger', old.keyHash));
    file = join(machine.dir, 'towline.backup');
    keyFile = join(machine.dir, 'backup.key');
    const { public_key } = await old.json('backup', 'keygen', keyFile);
    made = await old.json('backup', file, '--to', String(public_key));
    // What the backup does not have.
    for (const [number, keepalive] of [
      [2, '10'],
      [3, '11'],
      [4, '12'],
    ] as const) {
      await old.json('set', 'wireguard.keepalive', keepalive);
      await old.json('commit', '-m', `later ${number}`);
      await old.json('activate');
      seen.berlin = await take(berlin, number, seen.berlin);
      seen.hamburg = await take(hamburg, number, seen.hamburg);
    }
    await Promise.all([berlin.close(), hamburg.close()]);
    await old.stop();
    const ran = await machine.cli('restore', file, '--key', keyFile, '--json');
    assert.equal(ran.code, 0, ran.err);
    done = JSON.parse(ran.out) as Record<string, unknown>;
    restored = await startController({ dir: machine.dir });
    berlin = await reconnect(restored, berlin);
    hamburg = await reconnect(restored, hamburg);
  });
  after(async () => {
    await Promise.all([berlin?.close(), hamburg?.close()]);
    await restored?.close();
    await old?.close();
    machine?.remove();
  });

  it('says what it was, and what it is now', () => {
    const { epoch, ...rest } = done;
    assert.ok(Number(epoch) >= Math.floor(Date.now() / 60_000) - 2 && Number(epoch) < 0xffff_ffff);
    assert.deepEqual(
      { ...rest, network_id: '', created: '', events_head: '', towline: '' },
      {
        restored: true,
        network: 'example',
        network_id: '',
        created: '',
        towline: '',
        former_epoch: 1,
        release: 1,
        nodes: [
          { id: 1, name: 'berlin', site: 'berlin' },
          { id: 2, name: 'hamburg', site: 'hamburg' },
        ],
        events_head: '',
        lacks: [],
        state_dir: join(machine.dir, 'state'),
        endpoints: ['127.0.0.1:51820'],
        tokens_ended: 1,
        pending_dropped: 1,
        moved_aside: [],
        other_config: join(machine.dir, 'controller.toml.from-backup'),
      },
    );
    assert.deepEqual([made.release, made.nodes, made.epoch, made.lacks], [1, 2, 1, []]);
    assert.equal(made.network_id, done.network_id);
    assert.equal(made.bytes, statSync(file).size);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(made.events_head, done.events_head);
  });

  it('has the release of the backup for those who have seen later ones, and no other twice', async () => {
    const watch = await berlin.watch();
    await until('the release is told', () =>
      watch.seen.some(({ desiredRelease }) => desiredRelease?.release === 1),
    );
    const desired = watch.seen.find(({ desiredRelease }) => desiredRelease)?.desiredRelease;
    assert.equal(desired?.epoch, done.epoch);
    watch.cancel();
    const first = await take(berlin, 1, seen.berlin);
    assert.deepEqual([first.epoch, first.release], [done.epoch, 1]);
    // A retry, also after a restart, is the same manifest to the byte.
    assert.deepEqual(await take(berlin, 1, first), first);
    await restored.stop();
    await restored.start();
    await Promise.all([berlin.close(), hamburg.close()]);
    berlin = await reconnect(restored, berlin);
    hamburg = await reconnect(restored, hamburg);
    assert.deepEqual(await take(berlin, 1, first), first);
    seen.berlin = first;
  });

  it('takes nobody for confirmed who has not said what it runs', async () => {
    const status = async (name: string) => {
      const { nodes } = (await restored.json('status')) as {
        nodes: { name: string; confirmed_release: number }[];
      };
      return nodes.find((node) => node.name === name)?.confirmed_release;
    };
    assert.equal(await status('berlin'), 0, 'it was confirmed in the backup');
    const { manifest } = await berlin.fetch(1);
    const report = { links: [], runningRelease: 1 };
    // What it ran when the old controller was lost.
    await berlin.report({ ...report, runningRelease: 4, runningDigest: Buffer.alloc(32, 4) });
    assert.equal(await status('berlin'), 0);
    await berlin.report({ ...report, runningDigest: manifest.bundleDigest });
    assert.equal(await status('berlin'), 1);
    assert.equal(await status('hamburg'), 0, 'it never confirmed anything');
  });

  it('releases what every router takes, and the old one when it comes back does not', async () => {
    await restored.json('set', 'wireguard.keepalive', '13');
    const { release } = await restored.json('commit', '-m', 'after the restore');
    assert.equal(release, 2);
    await restored.json('activate');
    const newest = {
      berlin: await take(berlin, 2, seen.berlin),
      hamburg: await take(hamburg, 2, seen.hamburg),
    };
    assert.equal(newest.berlin.epoch, done.epoch);

    await old.start();
    const back = [await reconnect(old, berlin), await reconnect(old, hamburg)] as const;
    for (const release of [1, 4])
      await assert.rejects(
        take(back[0], release, newest.berlin),
        /of epoch 1 is older than release 2 of epoch \d+, seen before/,
      );
    await old.json('set', 'wireguard.keepalive', '14');
    await old.json('commit', '-m', 'of the old one');
    await old.json('activate');
    await assert.rejects(take(back[1], 5, newest.hamburg), /is older than release 2 of epoch/);
    await Promise.all(back.map((router) => router.close()));
    await old.stop();
  });

  it('has no door open that was open in the backup, and keys that nobody has', async () => {
    const { tokens } = (await restored.json('token', 'list')) as { tokens: { state: string }[] };
    assert.deepEqual(
      tokens.map(({ state }) => state),
      ['revoked'],
    );
    assert.deepEqual((await restored.json('pending')).pending, []);
    await restored.json('rotate', 'psk', 'berlin', 'hamburg', '--later');
    await restored.json('commit', '-m', 'new keys');
    const release = restored.controller.store.releases.newest();
    const content = restored.controller.store.bundles.find(1, release)?.content;
    assert.ok(content);
    const [secret] = manifestCodec.decode(content.manifest).secrets;
    // What the lost controller made after the backup has the versions 2, 3 …: none of them comes again.
    assert.equal(secret?.version, done.epoch);
  });

  it('goes on with the audit log, in which the backup and the restore stand', async () => {
    const { events } = (await restored.json('events')) as {
      events: { action: string; result: string; detail: Record<string, unknown> }[];
    };
    const found = events.filter(({ action }) => /^backup/.test(action));
    assert.deepEqual(
      found.map(({ action, result }) => [action, result]),
      [
        ['backup', 'ok'],
        ['backup.restored', 'ok'],
      ],
    );
    assert.deepEqual([found[1]?.detail.from_epoch, found[1]?.detail.tokens], [1, 1]);
    const verified = await restored.json('events', 'verify', '--head', String(made.events_head));
    assert.equal(verified.intact, true);
  });

  it('makes rendered.git anew, to the last bit', async () => {
    await old.start();
    const tag = async (harness: Harness) => harness.git('rendered', 'rev-parse', 'v1');
    assert.equal(await tag(restored), await tag(old));
    await old.stop();
  });

  it('can be restored once more, and is newer again', async () => {
    await restored.stop();
    const refused = await machine.cli('restore', file, '--key', keyFile);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /a controller was here: .*controller\.db.*network: with --force these are moved aside, and nothing is deleted/,
    );
    const before = Number(done.epoch);
    const ran = await machine.cli('restore', file, '--key', keyFile, '--force', '--json');
    assert.equal(ran.code, 0, ran.err);
    const again = JSON.parse(ran.out) as { epoch: number; former_epoch: number; moved_aside: string[] };
    assert.ok(again.epoch > before, `${again.epoch} > ${before}`);
    assert.equal(again.former_epoch, 1);
    const [state = '', workTree = ''] = again.moved_aside;
    assert.deepEqual(
      readdirSync(state)
        .filter((name) => !/-wal|-shm/.test(name))
        .sort(),
      ['controller.db', 'inventory.git', 'keys', 'rendered.git'],
    );
    assert.ok(existsSync(join(workTree, '.git')));
    await restored.start();
    assert.equal(restored.controller.store.network.get().epoch, again.epoch);
    assert.equal(restored.controller.store.releases.newest(), 1);
  });
});
