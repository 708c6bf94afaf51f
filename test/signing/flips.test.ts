import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext, test } from 'node:test';
import { readBundle } from '../../agent/check/bundle.ts';
import { knownServices } from '../../agent/config/schema.ts';
import { fetchBundle } from '../../agent/fetch/fetch.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { stageBundle } from '../../agent/stage/stage.ts';
import { acceptManifest } from '../../agent/verify/accept.ts';
import { openManifest } from '../../shared/bundle/manifest.ts';
import { openSecrets } from '../../shared/bundle/secrets.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { SignedManifest } from '../../shared/gen/towline/v1/SignedManifest.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { make } from '../agent/cycle-fixture.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import { sealing, signing } from '../fakes/bundles.ts';
import { count, flipsOf, sending } from './flips.ts';

const never = new AbortController().signal;

const fleet = fleetOfThree();

describe('a bundle as the controller makes it', () => {
  it('is accepted whole, and with no byte of manifest, signature or any file flipped', async () => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const { store } = harness.controller;
    const { nodeId, networkId, signingPublicKey } = routers.berlin.answer;
    const content = store.bundles.find(nodeId, 1)?.content;
    assert.ok(content);
    const signed: SignedManifest = { manifest: content.manifest, signature: content.signature };
    const { files, sealedSecrets } = manifestCodec.decode(signed.manifest);
    assert.ok(files.length > 10 && sealedSecrets.length > 100);

    const rules = { networkId, nodeId, epoch: 1, highestSeen: undefined, services: knownServices };
    const open = (given: SignedManifest) => {
      const manifest = openManifest(signingPublicKey, given);
      acceptManifest(manifest, sha256(given.manifest).toString('hex'), rules);
      return manifest;
    };
    const fetch = (given: SignedManifest, contents: readonly Buffer[]) =>
      fetchBundle(sending(given, contents), 1, new Set(), open, never);

    const contents = files.map((file) => store.blobs.get(file.sha256));
    assert.equal(
      (await fetch(signed, contents)).contents.size,
      new Set(contents.map((c) => c.toString('hex'))).size,
    );
    function* tries() {
      for (const manifest of flipsOf(signed.manifest)) yield () => open({ ...signed, manifest });
      for (const signature of flipsOf(signed.signature)) yield () => open({ ...signed, signature });
      for (const whole of contents)
        for (const flipped of flipsOf(whole)) yield () => fetch(signed, [flipped]);
    }
    const { tried, accepted, crashed } = await count(tries());
    const bytes = [signed.manifest, signed.signature, ...contents].reduce(
      (sum, { length }) => sum + length,
      0,
    );
    assert.equal(tried, 2 * bytes);
    assert.ok(tried > 10_000, `${tried} were tried`);
    assert.deepEqual({ accepted, crashed }, { accepted: 0, crashed: 0 });

    const key = routers.berlin.keys.sealing.privateKey;
    assert.equal(openSecrets(key, sealedSecrets).length, 2);
    function* opened() {
      for (const sealed of flipsOf(sealedSecrets)) yield () => openSecrets(key, sealed);
    }
    // Without the manifest's signature, too: the box alone shows it.
    assert.deepEqual(await count(opened()), { tried: 2 * sealedSecrets.length, accepted: 0, crashed: 0 });
  });
});

async function staged(context: TestContext) {
  const bundles = await mkdtemp(join(tmpdir(), 'towline-flips-'));
  context.after(() => rm(bundles, { recursive: true }));
  const { signed, contents } = make(1);
  const manifest = openManifest(signing.publicKey, signed);
  const folder = await stageBundle(bundles, { signed, manifest, contents }, new Map());
  const keys = { signers: onlySigner(signing.publicKey), sealingPrivateKey: sealing.privateKey };
  return { folder, manifest, read: () => readBundle(folder, keys) };
}

test('a bundle on the disk is taken whole, and with no byte of any of its files flipped', async (context) => {
  const { folder, manifest, read } = await staged(context);
  assert.equal((await read()).links.length, 1);
  let bytes = 0;
  for (const name of ['manifest.pb', ...manifest.files.map(({ path }) => path)]) {
    const path = join(folder, name);
    const whole = await readFile(path);
    bytes += whole.length;
    function* tries() {
      for (const flipped of flipsOf(whole)) {
        yield async () => {
          await writeFile(path, flipped);
          await read();
        };
      }
    }
    assert.deepEqual(await count(tries()), { tried: 2 * whole.length, accepted: 0, crashed: 0 }, name);
    await writeFile(path, whole);
  }
  assert.ok(bytes > 800, `${bytes} bytes`);
  assert.equal((await read()).links.length, 1);
});

test('a flip that is accepted is counted as one', async () => {
  const taken = [() => 'accepted', () => openManifest(signing.publicKey, make(1).signed)];
  assert.deepEqual(await count(taken), { tried: 2, accepted: 2, crashed: 0 });
  const stopped = [() => JSON.parse('x')];
  assert.deepEqual(await count(stopped), { tried: 1, accepted: 0, crashed: 1 });
});
