import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { checkConfirmation } from '../../shared/rpc/confirmation.ts';
import { until } from '../fakes/until.ts';
import { type Harness, startController, testAddress } from './harness.ts';
import { makeKeys, Router } from './router.ts';

const unauthenticated = { code: 16 };
const hintOf = (nodeName: string, address: string) => ({
  nodeName,
  address,
  addresses: [address],
  port: 0,
  left: false,
  leftAddresses: [],
  families: { ipv4: 'ADDRESS_FACT_UNSPECIFIED', ipv6: 'ADDRESS_FACT_UNSPECIFIED' },
});

describe('the agents of the network', () => {
  let harness: Harness;
  let berlin: Router;
  let hamburg: Router;
  let alone: Router;
  before(async () => {
    harness = await startController();
    berlin = await Router.join(harness, 'berlin', '--site', 'berlin');
    hamburg = await Router.join(harness, 'hamburg', '--site', 'hamburg');
    alone = await Router.join(harness, 'alone', '--site', 'alone');
    await harness.json('set', 'groups', '["pair"]', '--site', 'berlin');
    await harness.json('set', 'groups', '["pair"]', '--site', 'hamburg');
    await harness.json('commit', '-m', 'first');
  });
  after(async () => {
    await Promise.all([berlin, hamburg, alone].map((router) => router.close()));
    await harness.close();
  });

  it('are known by source address and identity key together', async () => {
    await berlin.report({ runningRelease: 0 });
    const { keys, answer } = berlin;

    const elsewhere = await Router.connect(harness, 'berlin', keys, answer, testAddress(99));
    await assert.rejects(elsewhere.challenge(), unauthenticated, 'an address of no node');
    await elsewhere.close();

    const asHamburg = await Router.connect(
      harness,
      'berlin',
      keys,
      answer,
      testAddress(hamburg.answer.nodeId),
    );
    await assert.rejects(asHamburg.report({}), unauthenticated, "the right key from another node's address");
    const foreign = await berlin.challenge();
    await assert.rejects(
      asHamburg.report({}, await hamburg.signed('Report', foreign)),
      unauthenticated,
      'a challenge of another address',
    );
    await asHamburg.close();

    const wrongKey = makeKeys().identity.privateKey;
    await assert.rejects(
      berlin.report({}, await berlin.signed('Report', undefined, wrongKey)),
      unauthenticated,
    );
  });

  it('use a challenge once, and for the method that they signed', async () => {
    const metadata = await berlin.signed('Report');
    await berlin.report({ runningRelease: 0 }, metadata);
    await assert.rejects(berlin.report({ runningRelease: 0 }, metadata), unauthenticated, 'used twice');
    await assert.rejects(
      berlin.report({}, await berlin.signed('Confirm')),
      unauthenticated,
      'signed for Confirm',
    );
    await assert.rejects(
      berlin.report({}, await berlin.signed('Report', randomBytes(32))),
      unauthenticated,
      'made up',
    );
  });

  it('get nothing before a release is activated, and their own bundle after', async () => {
    const watch = await berlin.watch();
    await until('the watch is open', () => harness.controller.store.nodes.find(1) && watch.isOpen);
    await assert.rejects(berlin.fetch(1), { code: 5 });

    await harness.json('activate');
    const message = await until('the release is announced', () =>
      watch.seen.find((seen) => seen.desiredRelease),
    );
    assert.equal(message.desiredRelease?.release, 1);
    const { manifest, files } = await berlin.fetch(1);
    assert.equal(manifest.nodeName, 'berlin');
    assert.ok(manifest.bundleDigest.equals(message.desiredRelease?.bundleDigest ?? Buffer.alloc(0)));
    assert.equal(files.size, new Set(manifest.files.map((file) => file.sha256.toString('hex'))).size);

    const held = manifest.files.map((file) => file.sha256);
    assert.equal((await berlin.fetch(1, held)).files.size, 0, 'files that it holds are not sent');
    assert.equal((await berlin.fetch(1, held.slice(1))).files.size, 1);
    watch.cancel();
  });

  it('cannot fetch the bundle of another node', async () => {
    await harness.json('set', 'vars.note', '"x"', '--node', 'alone');
    await harness.json('set', 'lan', '["10.9.0.0/24"]', '--node', 'alone');
    const { release, changed_nodes: changed } = await harness.json('commit', '-m', 'alone changes');
    assert.equal(release, 2);
    assert.ok((changed as string[]).includes('alone'));
    await harness.json('activate');
    const own = await alone.fetch(2);
    assert.equal(own.manifest.nodeName, 'alone');
    for (const router of [berlin, hamburg]) {
      if ((changed as string[]).includes(router.name)) {
        assert.equal((await router.fetch(2)).manifest.nodeName, router.name);
      } else {
        await assert.rejects(router.fetch(2), { code: 5 });
      }
    }
    // With the address of one node and the key of another there is nothing to be had either.
    const mixed = await Router.connect(
      harness,
      'x',
      berlin.keys,
      alone.answer,
      testAddress(alone.answer.nodeId),
    );
    await assert.rejects(mixed.fetch(2), unauthenticated);
    await mixed.close();
    await assert.rejects(alone.fetch(99), { code: 5 });
  });

  it('get a signed confirmation of the release and nonce that they name', async () => {
    const { manifest } = await berlin.fetch(1);
    const nonce = randomBytes(32);
    const response = await berlin.confirm(1, manifest.bundleDigest, nonce);
    const { networkId, nodeId, signingPublicKey } = berlin.answer;
    checkConfirmation(signingPublicKey, { networkId, nodeId, release: 1, nonce }, response);
    const { release } = (await harness.json('release', 'show', '1')) as {
      release: { confirmed_nodes: number };
    };
    assert.equal(release.confirmed_nodes, 1);
    await assert.rejects(berlin.confirm(1, randomBytes(32), nonce), { code: 9 });
    await assert.rejects(berlin.confirm(7, manifest.bundleDigest, nonce), { code: 9 });
    await assert.rejects(berlin.confirm(1, manifest.bundleDigest, Buffer.alloc(3)), { code: 3 });
  });

  it('cannot fill the controller with a report', async () => {
    const link = { peer: 'x', interface: 'y' };
    await assert.rejects(berlin.report({ links: Array(5_000).fill(link) }), { code: 3 });
    await assert.rejects(berlin.report({ links: [{ ...link, peer: 'x'.repeat(1_000) }] }), { code: 3 });
    await assert.rejects(berlin.report({ runningDigest: Buffer.alloc(7) }), { code: 3 });
    const reason = 'r'.repeat(100_000);
    await berlin.report({ lastApply: { release: 1, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason } });
    const stored = harness.controller.store.reports.get(berlin.answer.nodeId);
    assert.equal(stored?.report.lastApply?.reason.length, 8_192);
    await assert.rejects(berlin.report({ drift: Array(300).fill('x') }), { code: 3 });
    await berlin.report({ drift: ['x'.repeat(10_000)] });
    assert.equal(harness.controller.store.reports.get(berlin.answer.nodeId)?.report.drift[0]?.length, 512);
    await berlin.reportRunning(1);
  });

  it('say what differs from their bundle, and status shows it', async () => {
    await berlin.report({ drift: ['links: tl-hamburg is missing'] });
    const { nodes } = (await harness.json('status')) as { nodes: { name: string; drift: string[] }[] };
    assert.deepEqual(nodes.find(({ name }) => name === 'berlin')?.drift, ['links: tl-hamburg is missing']);
    assert.match((await harness.cli('status')).out, /^berlin: drift, links: tl-hamburg is missing$/m);
    await berlin.reportRunning(1);
  });

  it('are believed to run only what they really got', async () => {
    const { store } = harness.controller;
    const { nodeId } = berlin.answer;
    const digest = (await berlin.fetch(1)).manifest.bundleDigest;
    const other = (await hamburg.fetch(1)).manifest.bundleDigest;
    const running = async (runningRelease: number, runningDigest: Buffer) => {
      const lastApply = { release: 1, outcome: 'APPLY_OUTCOME_CONFIRMED' };
      await berlin.report({ runningRelease, runningDigest, lastApply });
      const stored = store.reports.get(nodeId)?.report;
      assert.equal(stored?.lastApply?.outcome, 'APPLY_OUTCOME_CONFIRMED');
      return stored?.runningRelease;
    };
    assert.equal(await running(4_294_967_295, digest), 0);
    assert.equal(await running(1, other), 0);
    assert.equal(await running(1, Buffer.alloc(0)), 0);
    assert.equal(await running(0, Buffer.alloc(0)), 0);
    assert.equal(await running(1, digest), 1);
  });

  it('hear where their neighbours are: first of all, and whenever one moves', async () => {
    const { wireguard } = harness;
    const endpointOf = (router: Router, endpoint: string) => {
      const key = router.keys.management.publicKey.toString('base64');
      const peer = wireguard.devices.get('tlmgmt')?.peers.find(({ publicKey }) => publicKey === key);
      assert.ok(peer);
      peer.endpoint = endpoint;
      peer.latestHandshake = 1;
    };
    endpointOf(hamburg, '198.18.2.2:51820');
    await until(
      'the address is noted',
      () => harness.controller.store.endpoints.get(hamburg.answer.nodeId) === '198.18.2.2',
    );

    const [watch, other] = [await berlin.watch(), await alone.watch()];
    await until('the state came', () => watch.seen.length >= 2);
    assert.deepEqual(watch.seen[0]?.peerEndpoint, hintOf('hamburg', '198.18.2.2'));
    assert.equal(
      watch.seen[1]?.desiredRelease?.release,
      harness.controller.store.desired.get(berlin.answer.nodeId),
    );

    endpointOf(hamburg, '[2001:db8::7]:9');
    const hint = await until('the hint came', () => watch.seen.slice(2).find((seen) => seen.peerEndpoint));
    assert.deepEqual(hint.peerEndpoint, hintOf('hamburg', '2001:db8::7'));
    assert.ok(!other.seen.some((seen) => seen.peerEndpoint), 'who is no neighbour hears nothing');
    const { nodes } = (await harness.json('status')) as { nodes: { name: string; public_address: string }[] };
    assert.equal(nodes.find((node) => node.name === 'hamburg')?.public_address, '2001:db8::7');
    watch.cancel();
    other.cancel();
  });

  it('say where they are themselves, and are believed as far as it can be true', async () => {
    const watch = await berlin.watch();
    await until('the state came', () => watch.seen.length >= 2);
    const of = (from: number) => watch.seen.slice(from).flatMap(({ peerEndpoint }) => peerEndpoint ?? []);
    const before = watch.seen.length;
    const own = ['192.168.1.5', '203.0.113.5', 'fe80::1', 'nonsense', '2001:db8::7', '2001:db8::8'];
    await hamburg.reportAddresses(own, ['2001:db8::6']);
    const [hint] = await until('the hint came', () => (of(before).length > 0 ? of(before) : undefined));
    assert.deepEqual(hint?.addresses, ['2001:db8::7', '2001:db8::8', '203.0.113.5']);

    const many = Array.from({ length: 17 }, (_, i) => `2001:db8::${i + 1}`);
    await assert.rejects(hamburg.reportAddresses(many), { code: 3, message: /hamburg names more than 16/ });
    await assert.rejects(hamburg.reportAddresses([], many), { code: 3 });
    for (const family of [1, 5, 46, 2 ** 32 - 1]) {
      const message = new RegExp(`hamburg probes IP version ${family}: there are 4 and 6`);
      await assert.rejects(hamburg.reportAddresses(own, [], family), { code: 3, message });
    }
    assert.equal(await hamburg.reportAddresses(own, [], 4), false, 'it did not come over IPv4');
    assert.equal(await hamburg.reportAddresses(own), false);
    watch.cancel();
  });

  it('show up in status with what they desire, run and report', async () => {
    const desired = harness.controller.store.desired.get(berlin.answer.nodeId);
    const links = [
      { peer: 'hamburg', interface: 'tl-hamburg', handshakeAgeS: 3, bgpState: 'Established', bfdState: 'Up' },
    ];
    const lastApply = { release: desired, outcome: 'APPLY_OUTCOME_CONFIRMED' };
    const runningDigest = (await berlin.fetch(desired)).manifest.bundleDigest;
    await berlin.report({ runningRelease: desired, runningDigest, lastApply, links });
    const failed = {
      release: desired,
      outcome: 'APPLY_OUTCOME_ROLLED_BACK',
      reason: 'step prove: no session',
    };
    await hamburg.report({
      runningRelease: 0,
      lastApply: { ...failed, release: harness.controller.store.desired.get(hamburg.answer.nodeId) },
    });
    const { nodes } = (await harness.json('status')) as { nodes: Record<string, unknown>[] };
    assert.deepEqual(
      nodes.map((node) => node.name),
      ['hamburg', 'alone', 'berlin'],
      'worst first',
    );
    assert.deepEqual(
      nodes.map((node) => node.condition),
      ['failed', 'away', 'ok'],
    );
    const [first] = (nodes[2]?.links ?? []) as Record<string, unknown>[];
    assert.deepEqual([first?.peer, first?.handshake_age_s, first?.bgp_state], ['hamburg', 3, 'Established']);
    assert.deepEqual([nodes[2]?.links_desired, nodes[2]?.links_established], [1, 1]);
    assert.match((await harness.cli('status')).out, /hamburg: step prove: no session/);
  });
});
