import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fleetOfThree } from '../controller/fleet.ts';
import { enroll, makeKeys, makeRequest, Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

const refused = { code: 16 };

describe('node revoke', () => {
  const fleet = fleetOfThree();
  const store = () => fleet.harness.controller.store;
  const release = async (message: string) => {
    const { release: number } = await fleet.harness.json('commit', '-m', message);
    await fleet.harness.json('activate');
    return Number(number);
  };
  const running = async () => {
    assert.equal(await release('first'), 1);
    for (const router of Object.values(fleet.routers)) await router.reportRunning(1);
  };
  const tunnelKeys = () => fleet.harness.wireguard.devices.get('tlmgmt')?.peers.map((peer) => peer.publicKey);
  const statusOf = async (name: string) => {
    const { nodes } = (await fleet.harness.json('status')) as { nodes: Record<string, unknown>[] };
    return nodes.find((node) => node.name === name);
  };
  const secretsOf = (name: 'berlin' | 'hamburg', number: number) =>
    fleet.routers[name].fetch(number).then(({ manifest }) => manifest.secrets);

  it('refuses tunnel, calls and enrollment when it returns, and closes the watch', async () => {
    const { harness, routers } = fleet;
    await running();
    const watch = await routers.munich.watch();
    await until('the watch has begun', () => watch.seen.length > 0);
    const key = routers.munich.keys.management.publicKey.toString('base64');
    assert.ok(tunnelKeys()?.includes(key));
    const neighbours = ['berlin', 'hamburg'];
    assert.deepEqual(await harness.json('node', 'revoke', 'munich', '--reason', 'stolen'), {
      revoked: 'munich',
      was_connected: true,
      neighbours,
      ended_token: null,
    });
    assert.equal(tunnelKeys()?.includes(key), false);
    await until('the watch is closed', () => !watch.isOpen);
    await assert.rejects(routers.munich.challenge(), refused);
    await assert.rejects(routers.munich.report({}), refused);
    await assert.rejects(routers.munich.fetch(1), refused);
    const { keys } = routers.munich;
    const again = await enroll(harness, makeRequest(keys, 'munich', harness.keyHash));
    assert.deepEqual(again.denied, { reason: 'stolen' });
    assert.equal((await statusOf('munich'))?.condition, 'not_enrolled');
  });

  it('takes the links away in the next release and no rollback brings them back', async () => {
    const { harness, routers } = fleet;
    await running();
    await harness.json('node', 'revoke', 'munich');
    const paths = async (number: number) =>
      (await routers.berlin.fetch(number)).manifest.files.map(({ path }) => path);
    assert.ok((await paths(1)).includes('wireguard/tl-munich.conf'));
    assert.equal(await release('without munich'), 2);
    assert.equal((await paths(2)).includes('wireguard/tl-munich.conf'), false);
    assert.ok((await paths(2)).includes('wireguard/tl-hamburg.conf'));
    await harness.json('rollback', '1');
    assert.equal(await harness.git('rendered', 'ls-tree', '--name-only', 'v2'), 'berlin\nhamburg\n');
    await harness.json('rollback', '1');
    assert.equal(store().nodes.findByName('munich'), undefined);
    await assert.rejects(routers.munich.challenge(), refused);
    const { nodeId } = routers.munich.answer;
    assert.equal(store().bundles.at(nodeId, store().releases.newest())?.content, undefined);
  });

  it('holds also where a release from before it is activated after it', async () => {
    const { harness, routers } = fleet;
    await running();
    await harness.json('set', 'mss_clamp', 'false');
    await harness.json('commit', '-m', 'from before');
    await harness.json('node', 'revoke', 'munich');
    await harness.json('activate');
    assert.equal(store().nodes.findByName('munich'), undefined);
    assert.deepEqual([fleet.desired('munich'), fleet.desired('berlin')], [0, 2]);
    await assert.rejects(routers.munich.challenge(), refused);
    assert.equal(await release('without munich'), 3);
    assert.equal(store().bundles.at(routers.munich.answer.nodeId, 3)?.content, undefined);
  });

  it('lets another router take its place, which shares none of its pre-shared keys', async () => {
    const { harness, routers } = fleet;
    await running();
    const before = await secretsOf('berlin', 1);
    await harness.json('node', 'revoke', 'munich');
    const fresh = await Router.join(harness, 'spare', '--node', 'munich');
    try {
      assert.equal(fresh.answer.nodeId, routers.munich.answer.nodeId);
      assert.equal(await release('another munich'), 2);
      const versionOf = (secrets: typeof before, name: string) =>
        secrets.find((secret) => secret.name === name)?.version;
      const after = await secretsOf('berlin', 2);
      assert.equal(versionOf(before, 'psk:berlin--munich'), 1);
      assert.equal(Number(versionOf(after, 'psk:berlin--munich')) > 1, true);
      assert.equal(versionOf(after, 'psk:berlin--hamburg'), 1);
      await fresh.reportRunning(2);
    } finally {
      await fresh.close();
    }
  });

  it('asks on a terminal, and does nothing unless it is told yes', async () => {
    const { harness } = fleet;
    await running();
    const asked: string[] = [];
    const answering = (answer: string) => ({
      ask: async (question: string) => {
        asked.push(question);
        return answer;
      },
    });
    for (const answer of ['', 'n', 'yes please']) {
      const ran = await harness.cliIn(answering(answer), 'node', 'revoke', 'munich');
      assert.deepEqual([ran.code, ran.out], [1, '']);
      assert.match(ran.err, /not confirmed: nothing was done/);
    }
    assert.match(asked[0] ?? '', /^Revoke the router of munich\?.*\[y\/N\] $/);
    assert.equal((await harness.cliIn(answering('y'), 'node', 'revoke', 'munich')).code, 0);
    const yes = await harness.cliIn(answering('n'), 'node', 'revoke', 'hamburg', '--yes');
    assert.equal(yes.code, 0);
    assert.match(yes.out, /2 neighbours \(berlin, munich\) keep their links/);
    assert.match(yes.out, /'towline commit -m "revoke hamburg"' and 'towline activate'/);
  });

  const wrong: [args: string[], code: number, message: RegExp][] = [
    [['munik'], 1, /no router is enrolled as "munik", did you mean "munich"\?/],
    [['__proto__'], 1, /no router is enrolled as "__proto__"/],
    [['munich\u001b[2J'], 1, /no router is enrolled as "munich\\u001b\[2J"/],
    [['munich', '--reason', 'x'.repeat(501)], 1, /at most 500 characters/],
    [[], 2, /missing required argument/],
  ];
  it('refuses what is no node', async () => {
    for (const [args, code, message] of wrong) {
      const ran = await fleet.harness.cli('node', 'revoke', ...args);
      assert.deepEqual([ran.code, ran.out], [code, '']);
      assert.match(ran.err, message);
    }
    assert.ok(store().nodes.findByName('munich') !== undefined);
  });
});

describe('node replace', () => {
  const fleet = fleetOfThree();

  it('gives the new router number and addresses of the old one, which is out at once', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const before = (await harness.json('node', 'show', 'munich')).node as Record<string, unknown>;
    const watch = await routers.munich.watch();
    await until('the watch has begun', () => watch.seen.length > 0);
    const keys = makeKeys();
    const request = makeRequest(keys, 'spare', harness.keyHash);
    const code = (await enroll(harness, request)).pending?.code ?? '';
    assert.equal((await harness.cli('node', 'replace', 'munich', 'no code')).code, 1);
    await harness.json('node', 'replace', 'munich', code);
    await until('the watch is closed', () => !watch.isOpen);
    await assert.rejects(routers.munich.report({}), refused);
    const old = routers.munich.keys.management.publicKey.toString('base64');
    const peers = harness.wireguard.devices.get('tlmgmt')?.peers.map((peer) => peer.publicKey) ?? [];
    assert.deepEqual(
      [peers.includes(old), peers.includes(keys.management.publicKey.toString('base64'))],
      [false, true],
    );
    assert.deepEqual((await harness.json('node', 'show', 'munich')).node, before);
    const again = await enroll(harness, makeRequest(routers.munich.keys, 'munich', harness.keyHash));
    assert.deepEqual(again.denied, { reason: 'another router is munich now' });
    await harness.json('commit', '-m', 'another munich');
    await harness.json('activate');
    const { files } = await routers.berlin.fetch(2);
    const link = keys.link.publicKey.toString('base64');
    assert.ok([...files.values()].some((content) => content.toString('utf8').includes(link)));
  });
});
