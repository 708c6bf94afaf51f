import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openAnswer } from '../../shared/enrollment/answer.ts';
import { type Harness, startController, testAddress } from './harness.ts';
import { enroll, makeKeys, makeRequest, Router } from './router.ts';

describe('enrollment', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    await harness.json('site', 'add', 'berlin');
    await harness.json('node', 'add', 'fra1', '--site', 'berlin');
    await harness.json('node', 'add', 'fra2', '--site', 'berlin');
  });
  after(() => harness.close());

  it('holds a router pending under the code that the router shows, until an admin approves it', async () => {
    const keys = makeKeys();
    const request = makeRequest(keys, 'fra1', harness.keyHash);
    const code = (await enroll(harness, request)).pending?.code ?? '';
    for (let i = 0; i < 3; i++) assert.equal((await enroll(harness, request)).pending?.code, code);

    const { pending } = (await harness.json('pending')) as { pending: Record<string, unknown>[] };
    assert.equal(pending.length, 1);
    assert.deepEqual(
      [pending[0]?.code, pending[0]?.host_name, pending[0]?.address],
      [code, 'fra1', '127.0.0.1'],
    );

    await harness.json('approve', code.toLowerCase().replaceAll('-', ''));
    const [first, second] = [await enroll(harness, request), await enroll(harness, request)];
    assert.ok(first.accepted);
    assert.deepEqual(first, second, 'the same request is answered with the same bytes');

    const answer = openAnswer(keys.sealing.privateKey, request, harness.keyHash, first.accepted);
    assert.deepEqual([answer.nodeName, answer.siteName, answer.nodeId], ['fra1', 'berlin', 1]);
    assert.equal(answer.managementAddress, testAddress(1));
    assert.deepEqual(answer.controllerEndpoints, ['127.0.0.1:51820']);
    assert.equal(answer.controllerPort, harness.controller.listening().agents);
    const stranger = makeKeys();
    const { accepted } = first;
    const open = (key: Buffer) => openAnswer(key, request, harness.keyHash, accepted);
    assert.throws(() => open(stranger.sealing.privateKey), { code: 'untrusted' });
    assert.deepEqual(await harness.json('pending'), { pending: [] });

    const peers = harness.wireguard.configs
      .get('tlmgmt')
      ?.peers.map((peer) => [peer.publicKey, peer.allowedIps]);
    assert.deepEqual(peers, [[keys.management.publicKey.toString('base64'), [`${testAddress(1)}/128`]]]);
  });

  it('commits the allocation of an approval, and only that', async () => {
    await harness.write('network.toml', '# edited by hand\nname = "example"\n');
    await Router.join(harness, 'fra2').then((router) => router.close());
    const changed = await harness.git('network', 'show', '--name-only', '--format=%an: %s');
    assert.match(changed, /^towline: approve fra2\n/);
    assert.match(changed, /generated\/fra2\.toml/);
    assert.doesNotMatch(changed, /^network\.toml$|node\.toml/m);
    assert.match(await harness.git('network', 'status', '--porcelain'), /^ M network\.toml$/m);
    assert.equal(
      await harness.git('network', 'rev-parse', 'HEAD'),
      await harness.git('inventory', 'rev-parse', 'main'),
    );
    assert.doesNotMatch(await harness.git('network', 'show'), /psk|private/i);
  });

  it('makes site and node on approval with --site', async () => {
    const router = await Router.join(harness, 'Hamburg.example.net', '--node', 'ham1', '--site', 'hamburg');
    const approve = async (name: string, ...where: string[]) => {
      const request = makeRequest(makeKeys(), name, harness.keyHash);
      const code = (await enroll(harness, request)).pending?.code ?? '';
      return (await harness.cli('approve', code, ...where)).out;
    };
    await harness.json('node', 'add', 'hamburg/ham3');
    assert.match(await approve('ham2', '--site', 'hamburg'), /^made node ham2\nrouter approved as hamburg/);
    assert.match(await approve('ham3', '--site', 'hamburg'), /^router approved as hamburg\/ham3/);
    assert.match(await approve('rom1', '--site', 'rom'), /^made site rom and node rom1\nrouter approved/);
    assert.deepEqual([router.answer.nodeName, router.answer.siteName], ['ham1', 'hamburg']);
    assert.ok(existsSync(join(harness.config.network_dir, 'sites/hamburg/ham1/node.toml')));
    await router.close();
  });

  it('refuses a request whose signature is wrong, and one signed for another controller', async () => {
    const request = makeRequest(makeKeys(), 'fra9', harness.keyHash);
    const wrong = Buffer.from(request.signature);
    wrong.writeUInt8(wrong.readUInt8(0) ^ 1, 0);
    await assert.rejects(enroll(harness, { ...request, signature: wrong }), { code: 16 });
    await assert.rejects(enroll(harness, { ...request, hostName: 'other' }), { code: 16 });
    await assert.rejects(enroll(harness, makeRequest(makeKeys(), 'fra9', Buffer.alloc(32))), { code: 16 });
    assert.deepEqual(await harness.json('pending'), { pending: [] });
  });

  it('refuses broken keys and host names that would disturb a terminal', async () => {
    const request = makeRequest(makeKeys(), 'fra9', harness.keyHash);
    await assert.rejects(enroll(harness, { ...request, linkPublicKey: Buffer.alloc(31) }), { code: 3 });
    for (const hostName of ['', '\x1b[2J', 'a b', 'x'.repeat(300), '../etc']) {
      await assert.rejects(enroll(harness, makeRequest(makeKeys(), hostName, harness.keyHash)), { code: 3 });
    }
    await assert.rejects(enroll(harness, makeRequest(makeKeys(), 'x'.repeat(100_000), harness.keyHash)), {
      code: 8,
    });
  });

  it('tells a denied router why, and keeps to it', async () => {
    const request = makeRequest(makeKeys(), 'intruder', harness.keyHash);
    const code = (await enroll(harness, request)).pending?.code ?? '';
    await harness.json('deny', code, '--reason', 'not ours');
    assert.equal((await enroll(harness, request)).denied?.reason, 'not ours');
    const { code: exit, err } = await harness.cli('approve', code, '--node', 'fra1');
    assert.equal(exit, 1);
    assert.match(err, /is denied already: to let it in after all, remove the keys of the router/);
  });

  it('refuses approvals that make no sense, and the router keeps waiting', async () => {
    const request = makeRequest(makeKeys(), 'fra7', harness.keyHash);
    const code = (await enroll(harness, request)).pending?.code ?? '';
    const cases: [string[], RegExp][] = [
      [['AAAA-BBBB-CCCC-DDDD'], /no router with the code/],
      [[code], /the inventory has no node fra7: give --node .* or --site/],
      [[code, '--node', 'Fra_7'], /is no name of a node/],
      [[code, '--node', 'fra1', '--site', 'hamburg'], /already/],
      [[code, '--node', 'fra1'], /enrolled as fra1 already: .* --as fra1/],
      [[code, '--node', 'fra7', '--site', 'no site'], /is no name of a site/],
    ];
    for (const [args, message] of cases) {
      const { code: exit, err } = await harness.cli('approve', ...args);
      assert.equal(exit, 1, args.join(' '));
      assert.match(err, message);
    }
    const head = await harness.git('network', 'rev-parse', 'HEAD');
    await harness.write('network.toml', 'name = "example"\nbroken\n');
    const broken = await harness.cli('approve', code, '--node', 'fra7', '--site', 'berlin');
    assert.match(broken.err, /network\.toml:2: no valid TOML/);
    await harness.write('network.toml', 'name = "example"\n');
    assert.ok(!existsSync(join(harness.config.network_dir, 'sites/berlin/fra7')));
    assert.equal(await harness.git('network', 'rev-parse', 'HEAD'), head);
    assert.equal((await enroll(harness, request)).pending?.code, code);
    await harness.json('deny', code);
  });

  it('says of a router that was approved already how to put it out again', async () => {
    const request = makeRequest(makeKeys(), 'early', harness.keyHash);
    const code = (await enroll(harness, request)).pending?.code ?? '';
    await harness.json('approve', code, '--site', 'berlin');
    for (const word of ['approve', 'deny']) {
      const { code: exit, err } = await harness.cli(word, code);
      assert.equal(exit, 1);
      assert.match(
        err,
        /\(early\) is approved already, as node early: [^\n]*'towline node remove early', then commit and activate\n$/,
      );
    }
  });

  it('refuses a copied disk: the keys of a node under another identity', async () => {
    const keys = makeKeys();
    const first = makeRequest(keys, 'twin1', harness.keyHash);
    await harness.json('approve', (await enroll(harness, first)).pending?.code ?? '', '--site', 'berlin');
    const copy = makeRequest({ ...keys, identity: makeKeys().identity }, 'twin2', harness.keyHash);
    const { err } = await harness.cli(
      'approve',
      (await enroll(harness, copy)).pending?.code ?? '',
      '--site',
      'berlin',
    );
    assert.match(err, /has keys of twin1/);
    const changed = makeRequest({ ...keys, link: makeKeys().link }, 'twin1', harness.keyHash);
    await assert.rejects(enroll(harness, changed), { code: 9 });
  });

  it('answers again after a restart, and keeps the requests that wait', async () => {
    const keys = makeKeys();
    const request = makeRequest(keys, 'fra8', harness.keyHash);
    const { pending } = await enroll(harness, request);
    await harness.stop();
    await harness.start();
    assert.deepEqual((await enroll(harness, request)).pending, pending);
    await harness.json('approve', pending?.code ?? '', '--site', 'berlin');
    const { accepted } = await enroll(harness, request);
    await harness.stop();
    await harness.start();
    assert.deepEqual((await enroll(harness, request)).accepted, accepted);
  });
});
