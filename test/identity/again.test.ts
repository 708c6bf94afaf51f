import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { openLinkKeys } from '../../agent/keys/link-keys.ts';
import { loadKeys } from '../../agent/keys/load.ts';
import { openAnswer } from '../../shared/enrollment/answer.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest, type RouterKeys } from '../controller/router.ts';

describe('a router that renewed the key of its links and asks to join again', () => {
  let harness: Harness;
  let folder: string;
  before(async () => {
    harness = await startController();
    folder = await mkdtemp(join(tmpdir(), 'towline-again-'));
    const keys = await loadKeys(folder, true);
    const { pending } = await enroll(harness, makeRequest(keys, 'fra1', harness.keyHash));
    await harness.json('approve', pending?.code ?? '', '--site', 'frankfurt');
    await renewLinkKey();
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await harness.close();
  });

  /** What a rotation leaves on both sides. */
  async function renewLinkKey(): Promise<void> {
    const { store } = harness.controller;
    const { nodeId } = store.nodes.findByName('fra1') ?? assert.fail();
    const version = store.rotations.begin(nodeId, 1);
    const keys = await openLinkKeys(folder);
    await keys.make(version);
    const [made] = keys.renewed();
    assert.equal(made?.version, version);
    store.rotations.putKey(nodeId, version, made.publicKey);
    store.nodes.setLinkKey(nodeId, made.publicKey);
    store.rotations.settle(nodeId, 2);
    await keys.forgetAllBut(new Set([version]));
    assert.equal(keys.has(1), false);
  }

  const ask = (keys: RouterKeys) => makeRequest(keys, 'fra1', harness.keyHash);

  it('is the same node, and has the key that its links have', async () => {
    const keys = await loadKeys(folder, true);
    const request = ask(keys);
    const { accepted } = await enroll(harness, request);
    assert.ok(accepted);
    const answer = openAnswer(keys.sealing.privateKey, request, harness.keyHash, accepted);
    assert.equal(answer.nodeName, 'fra1');
    assert.equal((await openLinkKeys(folder)).has(2), true);
    assert.equal(harness.controller.store.rotations.get(answer.nodeId)?.settled, 2);
  });

  it('is a clone all the same with another key for the tunnel or for sealing', async () => {
    const keys = await loadKeys(folder, true);
    for (const other of [{ management: makeKeys().management }, { sealing: makeKeys().sealing }]) {
      await assert.rejects(enroll(harness, ask({ ...keys, ...other })), {
        code: status.FAILED_PRECONDITION,
        details: /enrolled with other keys/,
      });
    }
  });

  it('has, as another node, the key that it asked with under the number that it begins with there', async () => {
    await harness.json('node', 'remove', 'fra1');
    await harness.json('commit', '-m', 'without it');
    await harness.json('activate');
    const keys = await loadKeys(folder, true);
    const { pending } = await enroll(harness, ask(keys));
    await harness.json('approve', pending?.code ?? '', '--site', 'frankfurt');
    const { linkKey } = harness.controller.store.nodes.findByName('fra1') ?? assert.fail();
    assert.ok(linkKey.equals(keys.link.publicKey));
    assert.deepEqual((await openLinkKeys(folder)).privateKey(1), keys.link.privateKey);
  });
});
