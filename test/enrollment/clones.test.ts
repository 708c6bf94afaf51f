import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeKeys, makeRequest, Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

describe('a second router with the identity of a node', () => {
  let harness: Harness;
  let router: Router;
  beforeEach(async () => {
    harness = await startController();
    router = await Router.join(harness, 'fra1', '--site', 'frankfurt');
  });
  afterEach(async () => {
    await router.close();
    await harness.close();
  });

  const metric = async () => {
    const response = await fetch(`http://127.0.0.1:${harness.controller.listening().http}/metrics`);
    return /^towline_enrollment_clones_total (\d+)$/m.exec(await response.text())?.[1];
  };
  const events = async () => {
    const { events } = (await harness.json('events')) as { events: Record<string, unknown>[] };
    return events.filter(({ action }) => action === 'enrollment.clone');
  };

  it('and other keys is refused, and raises an alarm that outlives a restart', async () => {
    assert.equal(await metric(), '0');
    const copy = makeRequest({ ...router.keys, link: makeKeys().link }, 'copy', harness.keyHash);
    for (let i = 0; i < 3; i++)
      await assert.rejects(enroll(harness, copy), {
        code: status.FAILED_PRECONDITION,
        details: /enrolled with other keys/,
      });
    await harness.stop();
    await harness.start();
    assert.equal(await metric(), '3');
    const { clones } = (await harness.json('status')) as { clones: Record<string, unknown>[] };
    assert.deepEqual(
      clones.map(({ node_name, host_name, address, count }) => [node_name, host_name, address, count]),
      [['fra1', 'copy', '127.0.0.1', 3]],
    );
    assert.match(
      (await harness.cli('status')).out,
      /fra1: a second router has its identity: copy at 127\.0\.0\.1 asked to join \(3 times, last \d+s ago\) and was refused/,
    );
    const noted = await events();
    assert.equal(noted.length, 1, 'one that goes on asking is noted once');
    assert.equal(noted[0]?.subject, 'fra1');
    const own = makeRequest(router.keys, 'fra1', harness.keyHash);
    assert.ok((await enroll(harness, own)).accepted, 'the router itself is answered as ever');
  });

  it('and the same keys is refused while the node is in contact from elsewhere', async () => {
    const { nodeId } = router.answer;
    const again = () => enroll(harness, makeRequest(router.keys, 'fra1', harness.keyHash));
    harness.controller.store.endpoints.set(nodeId, '198.51.100.9', Date.now());
    assert.ok((await again()).accepted, 'nobody is there: it may be the router, come home');
    const watch = await router.watch();
    const hasWatch = async () => {
      const { nodes } = (await harness.json('status')) as { nodes: { connected: boolean }[] };
      return nodes[0]?.connected === true;
    };
    await until('the watch is open', hasWatch);
    await assert.rejects(again(), { code: status.FAILED_PRECONDITION, details: /in use at another place/ });
    assert.equal((await events()).length, 1);
    for (const same of ['127.0.0.1', '2001:db8::9']) {
      harness.controller.store.endpoints.set(nodeId, same, Date.now());
      assert.ok((await again()).accepted, 'the same place, or another family, which says nothing');
    }
    watch.cancel();
  });

  it('cannot be pretended by those who do not have the identity', async () => {
    const request = makeRequest(makeKeys(), 'fra1', harness.keyHash);
    const { publicKey } = router.keys.identity;
    await assert.rejects(enroll(harness, { ...request, identityPublicKey: publicKey }), {
      code: status.UNAUTHENTICATED,
    });
    assert.equal(await metric(), '0');
    assert.deepEqual(await events(), []);
  });
});
