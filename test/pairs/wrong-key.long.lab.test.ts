import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { probeLinks } from '../network/fixture.ts';
import { ends, startPair } from './fixture.ts';

let pair: Awaited<ReturnType<typeof startPair>>;
before(async () => {
  pair = await startPair();
});
after(() => pair?.close());

test('a wrong pre-shared key at one end is found, and taken back at both', async (context) => {
  const { network, nodes, agentOf, wg, keys } = pair;
  const good = await keys();
  await network.towline(['rotate', 'psk', 'aachen', 'berlin']);
  for (const { node } of ends) {
    await until(
      `${node} waits for a handshake`,
      async () => (await agentOf(node)).step === 'handshakes',
      30_000,
    );
  }
  const switched = await keys();
  assert.notDeepEqual(switched, good);
  const peer = await wg('berlin', 'show', 'tl-aachen', 'peers');
  const wrong = { input: `${randomBytes(32).toString('base64')}\n` };
  const set = 'cat | wg set tl-aachen peer "$1" preshared-key /dev/stdin';
  await network.lab.exec('berlin', ['sh', '-c', set, 'sh', peer], wrong);
  const began = Date.now();
  await until(
    'the controller takes it back',
    async () => (await nodes()).every(({ taken_back }) => taken_back !== null),
    230_000,
  );
  const [{ taken_back: words } = assert.fail()] = await nodes();
  context.diagnostic(`taken back ${Math.round((Date.now() - began) / 1000)} s after the wrong key: ${words}`);
  assert.match(words ?? '', /^take back release 2: .*no handshake with the new key on tl-/);
  await until(
    'both run what they ran before',
    async () =>
      (await nodes()).every(({ condition, desired_release }) => condition === 'ok' && desired_release === 3),
    30_000,
  );
  assert.deepEqual(await keys(), good);
  await waitUntilGreen(network, 1);
  const [{ probe } = assert.fail()] = await probeLinks(network, [['aachen', 'berlin']]);
  await probe.stop();
  assert.equal(
    (await network.towline(['plan'], { allowFailure: true })).exitCode,
    2,
    'the change is still wanted',
  );
});
