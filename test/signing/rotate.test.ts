import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { acceptedKeys, newestOf } from '../../agent/verify/succession.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { openAnswer } from '../../shared/enrollment/answer.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { checkConfirmation } from '../../shared/rpc/confirmation.ts';
import { enroll, makeRequest, type Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';
import { signingFleet } from './signing-fleet.ts';

const { fleet, rotate, show, signingFiles, release } = signingFleet();

async function confirms(router: Router, number: number): Promise<void> {
  const { bundleDigest } = (await router.fetch(number)).manifest;
  const nonce = randomBytes(32);
  const response = await router.confirm(number, bundleDigest, nonce);
  if (response.signingChain) router.follow(response.signingChain);
  const { networkId, nodeId } = router.answer;
  checkConfirmation(newestOf(router.trusted), { networkId, nodeId, release: number, nonce }, response);
}

describe('a new signing key', () => {
  it('is followed by every node: at once, with its next call, or after it has missed several', async () => {
    const { berlin, hamburg, munich } = fleet.routers;
    const first = await release();
    const before = await berlin.fetch(first);
    const watch = await berlin.watch();
    await until('the watch is open', () => watch.seen.length > 0);
    const { signing } = await rotate();
    assert.deepEqual(
      signing.map(({ generation, state }) => [generation, state]),
      [
        [1, 'current'],
        [0, 'accepted'],
      ],
    );
    const told = await until('the chain came', () => watch.seen.find(({ signingChain }) => signingChain));
    berlin.follow(told.signingChain ?? { successions: [], retirement: null });
    assert.equal(berlin.trusted.generation, 1);
    assert.equal(newestOf(berlin.trusted).toString('base64'), signing[0]?.public_key);

    // The same bundle of the same release, in the word of the new key.
    const after = await hamburg.fetch(first);
    assert.equal(hamburg.trusted.generation, 1);
    assert.equal((await berlin.fetch(first)).manifest.release, first);
    assert.ok(before.manifest.bundleDigest.equals((await berlin.fetch(first)).manifest.bundleDigest));
    assert.equal(after.manifest.release, first);
    await confirms(hamburg, first);

    await rotate();
    const second = await release();
    for (const router of [berlin, hamburg, munich]) {
      await confirms(router, second);
      assert.equal(router.trusted.generation, 2);
    }
    assert.equal(munich.trusted.keys.length, 3, 'which was off meanwhile');
    watch.cancel();
  });

  it('signs what a node gets alone, and the manifest stays byte for byte what it was', async () => {
    const number = await release();
    const { store, releases } = fleet.harness.controller;
    const { nodeId } = fleet.routers.berlin.answer;
    const kept = () => store.bundles.find(nodeId, number)?.content;
    const [content] = [kept()];
    assert.ok(content);
    const { signing } = releases.keys;
    assert.ok(signing.signatureOf(content, number).equals(content.signature));
    await rotate();
    const anew = signing.signatureOf(content, number);
    assert.ok(!anew.equals(content.signature));
    assert.deepEqual(kept(), content, 'nothing is written for it');
    const { manifest } = await fleet.routers.berlin.fetch(number);
    assert.ok(sha256(manifestCodec.encode(manifest)).equals(sha256(content.manifest)));
    const next = await release();
    const later = store.bundles.find(nodeId, next)?.content;
    assert.ok(later && signing.signatureOf(later, next).equals(later.signature));
  });

  it('is the one that enrollment answers name, also for a router that asks again', async () => {
    const { harness } = fleet;
    const { berlin } = fleet.routers;
    const request = makeRequest(berlin.keys, 'berlin', harness.keyHash);
    await rotate();
    const { accepted } = await enroll(harness, request);
    assert.ok(accepted);
    const answer = openAnswer(berlin.keys.sealing.privateKey, request, harness.keyHash, accepted);
    assert.equal(answer.signingGeneration, 1);
    assert.equal(answer.signingPublicKey.toString('base64'), (await show()).signing[0]?.public_key);
  });

  it('keeps the other from being accepted once that is retired, and its file is gone then', async () => {
    const number = await release();
    assert.match((await fleet.harness.cli('keys', 'retire', 'signing')).err, /only one that nodes accept/);
    await rotate();
    const { berlin, munich } = fleet.routers;
    await berlin.fetch(number);
    assert.equal(acceptedKeys(berlin.trusted).length, 2);
    assert.deepEqual(signingFiles(), ['signing-1.key', 'signing.key']);
    await fleet.harness.json('keys', 'retire', 'signing');
    for (const router of [berlin, munich]) {
      await router.fetch(number);
      assert.equal(acceptedKeys(router.trusted).length, 1);
    }
    assert.deepEqual(signingFiles(), ['signing-1.key']);
    assert.equal((await fleet.harness.cli('keys', 'retire', 'signing')).code, 1);
    await fleet.harness.stop();
    await fleet.harness.start();
    assert.deepEqual(
      (await show()).signing.map(({ state }) => state),
      ['current', 'retired'],
    );
    assert.deepEqual(signingFiles(), ['signing-1.key'], 'nor is one made at a start');
  });

  it('shows who knows it by what the nodes report, and nothing that one of them makes up counts', async () => {
    const { berlin, hamburg } = fleet.routers;
    await rotate();
    await berlin.report({ signingGeneration: 1 });
    await hamburg.report({ signingGeneration: 4_294_967_295 });
    const { nodes } = await show();
    assert.deepEqual(
      nodes.map(({ name, generation }) => [name, generation]),
      [
        ['berlin', 1],
        ['hamburg', 4_294_967_295],
        ['munich', null],
      ],
    );
    const { out } = await fleet.harness.cli('keys', 'show');
    assert.match(out, /^1 of 3 nodes know key 1$/m);
    assert.match(out, /^munich: has not said yet which key it knows$/m);
  });
});
