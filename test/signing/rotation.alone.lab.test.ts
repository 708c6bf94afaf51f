import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { waitForSession, waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';

interface Shown {
  readonly signing: readonly {
    readonly generation: number;
    readonly public_key: string;
    readonly state: string;
  }[];
  readonly nodes: readonly { readonly name: string; readonly generation: number | null }[];
}

const nodes = ['aachen', 'berlin', 'cologne'];
let folder: string;
let network: LabNetwork;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-signing-'));
  const inventory = join(folder, 'signing');
  await mkdir(inventory);
  await writeFile(join(inventory, 'network.toml'), 'name = "signing"\n');
  for (const [index, name] of nodes.entries()) {
    await mkdir(join(inventory, 'sites', name, name), { recursive: true });
    await writeFile(join(inventory, 'sites', name, 'site.toml'), '');
    const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
    await writeFile(join(inventory, 'sites', name, name, 'node.toml'), lan);
  }
  network = await bringUpNetwork(inventory, 3);
});
after(async () => {
  await network?.lab.down();
  await rm(folder, { recursive: true, force: true });
});

const keys = async (...args: string[]) => (await network.towlineJson(['keys', ...args])) as Shown;
const follow = (generation: number, ...names: string[]) =>
  until(
    `${names} know key ${generation}`,
    async () => {
      const shown = await keys('show');
      return names.every((name) =>
        shown.nodes.some((node) => node.name === name && node.generation === generation),
      );
    },
    60_000,
  );

/** What a node has written down about the keys that it trusts. */
async function trustOf(node: string): Promise<Record<string, unknown>> {
  const { stdout } = await network.lab.exec(node, ['cat', '/var/lib/towline/enrollment.json']);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test('all nodes follow a new signing key under traffic, also one that was off for two of them, and releases go on', async () => {
  const probes = await Promise.all(
    ['berlin', 'cologne'].map(async (node) => {
      const { ipv4 = '' } = network.lab.hostAddresses(node);
      const probe = network.lab.probe('host-aachen', ipv4, { intervalMs: 20 });
      await probe.answer(20_000);
      return probe;
    }),
  );
  await network.agentService('cologne')?.kill('SIGKILL');
  await network.agentService('cologne')?.exited;
  await keys('rotate', 'signing');
  await follow(1, 'aachen', 'berlin');
  await keys('rotate', 'signing');
  await follow(2, 'aachen', 'berlin');
  await network.towline(['set', 'wireguard.keepalive', '20']);
  await network.release('signed by the new key');

  network.startAgent('cologne');
  await follow(2, ...nodes);
  await waitUntilGreen(network, 3);
  const { signing } = await keys('retire', 'signing');
  assert.deepEqual(
    signing.map(({ state }) => state),
    ['current', 'retired', 'retired'],
  );
  for (const node of nodes) {
    await until(
      `${node} refuses what the old keys sign`,
      async () => (await trustOf(node)).signingAcceptedFrom === 2,
      30_000,
    );
    assert.equal((await trustOf(node)).signingPublicKey, signing[0]?.public_key);
  }
  for (const probe of probes) {
    const report = await probe.stop();
    assert.deepEqual(report.lostSequences, []);
  }
  const { stdout } = await network.lab.exec('controller', ['ls', '/var/lib/towline/keys']);
  assert.deepEqual(
    stdout.split('\n').filter((name) => name.startsWith('signing')),
    ['signing-2.key'],
  );
});

test('a node comes up from its disk, without its controller, with a bundle that a key has signed whose time is over', async () => {
  await keys('rotate', 'signing');
  await keys('retire', 'signing');
  for (const node of nodes) {
    await until(`${node} follows`, async () => (await trustOf(node)).signingAcceptedFrom === 3, 30_000);
  }
  await network.controllerService?.kill('SIGKILL');
  await network.controllerService?.exited;
  await network.lab.stopNode('berlin');
  await network.lab.startNode('berlin');
  network.startAgent('berlin');
  await waitForSession(network, 'aachen', 'berlin');
  await network.startController();
  await waitUntilGreen(network, 3);
  await follow(3, ...nodes);
});
