import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { controller } from '../../lab/topology/description.ts';
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
  await rotate(network);
  await network.release('a new key');
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

/** Gives the link a new version of its pre-shared key, which the next release takes up. */
async function rotate(network: LabNetwork): Promise<void> {
  await network.stopController();
  const dist = join(projectFolder(), 'dist/controller');
  const script = `
    const { openStore } = await import('${dist}/store/store.js');
    const { loadKeys } = await import('${dist}/keys/key-files.js');
    const store = openStore('/var/lib/towline/controller.db');
    store.psks.rotate((await loadKeys('/var/lib/towline/keys')).master, 'aachen');
    store.close();
  `;
  const command = [process.execPath, '--input-type=module', '--eval', script];
  await network.lab.exec(controller, command);
  await network.startController();
}
