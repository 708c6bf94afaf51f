import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { countWireGuardInterfaces, describeInventory } from '../../lab/topology/inventory.ts';
import { until } from '../lab/until.ts';

/** Two sites and the link between them. */
const inventory = join(projectFolder(), 'test/services/network');
const links = 1;

/** Moves the clock of the programs of a node; monotonic time stays what it is. WireGuard's clock is not moved. */
function clockAt(year: number): Record<string, string> {
  const offsetS = Math.round((Date.UTC(year, 0, 2) - Date.now()) / 1000);
  return {
    // The loader knows where the libraries of this machine's kind are.
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
    FAKETIME: String(offsetS > 0 ? `+${offsetS}` : offsetS),
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
}
const clocks = { aachen: clockAt(1970), berlin: clockAt(2099) };
const nodes = ['aachen', 'berlin'] as const;

const pendingSchema = z.object({ pending: z.array(z.object({ code: z.string(), host_name: z.string() })) });
const floorSchema = z.object({ floorMs: z.number() });

let network: LabNetwork;
before(async () => {
  const lab = await Lab.up(await describeInventory(inventory), {
    wireGuardInterfaces: await countWireGuardInterfaces(inventory),
  });
  network = new LabNetwork(lab);
  await network.initController('clocks', inventory);
});
after(() => network?.lab.down());

/** The year in which a node's programs think they are. */
async function yearAt(node: (typeof nodes)[number], env: Record<string, string> = {}): Promise<number> {
  const { stdout } = await network.lab.exec(node, ['date', '-u', '+%Y'], { env });
  return Number(stdout);
}

async function enroll(node: (typeof nodes)[number]): Promise<void> {
  const asking = network.agent(node, ['enroll', network.joinString], { env: clocks[node] });
  await until(`${node} asks to join`, async () => {
    const { pending } = pendingSchema.parse(await network.towlineJson(['pending']));
    const request = pending.find(({ host_name }) => host_name === node);
    if (request !== undefined) await network.towline(['approve', request.code, '--node', node]);
    return request !== undefined;
  });
  await asking;
}

async function floorOf(node: string): Promise<number> {
  const { stdout } = await network.lab.exec(node, ['cat', '/var/lib/towline/clock.json']);
  return floorSchema.parse(JSON.parse(stdout)).floorMs;
}

test('routers in 1970 and 2099 enroll, apply their bundles, and their link comes up', async () => {
  const began = Date.now();
  assert.deepEqual(await Promise.all(nodes.map((node) => yearAt(node, clocks[node]))), [1970, 2099]);
  await Promise.all(nodes.map(enroll));
  for (const node of nodes) network.startAgent(node, clocks[node]);
  await network.release('first');
  await waitUntilGreen(network, links);
  for (const node of nodes) {
    const floorMs = await floorOf(node);
    assert.ok(floorMs >= began && floorMs <= Date.now(), `${node}: ${floorMs} is the controller's time`);
    const { exitCode } = await network.agent(node, ['status'], { env: clocks[node] });
    assert.equal(exitCode, 0);
  }
});

test('who looks at a router by another clock than its agent has sees the same', async () => {
  const { exitCode } = await network.agent('aachen', ['status'], { env: clocks.berlin });
  assert.equal(exitCode, 0);
});

test('a router before its floor that may not set its clock says so, and does its work', async () => {
  const { exitCode, stderr } = await network.agent('aachen', ['clock'], {
    env: clocks.aachen,
    allowFailure: true,
  });
  assert.deepEqual([exitCode, /may not set the clock/.test(stderr)], [1, true]);
  await network.stopAgent('aachen');
  const service = network.startAgent('aachen', clocks.aachen);
  await until('it warns', async () =>
    (await network.lab.readLog(service)).includes('the clock is before its floor'),
  );
  await network.towline(['set', 'wireguard.keepalive', '20']);
  await network.release('second');
  await waitUntilGreen(network, links);
});

test('a clock that stood in 2099 and is set right harms neither the agent nor the floor', async () => {
  const floorMs = await floorOf('berlin');
  await network.stopAgent('berlin');
  assert.ok((await floorOf('berlin')) > floorMs, 'it had the time signed once more');
  network.startAgent('berlin');
  const { stdout } = await network.agent('berlin', ['clock', '--json']);
  assert.equal((JSON.parse(stdout) as { is_set: boolean }).is_set, false);
  await network.towline(['set', 'wireguard.keepalive', '15']);
  await network.release('third');
  await waitUntilGreen(network, links);
  assert.ok((await floorOf('berlin')) >= floorMs);
  assert.ok((await floorOf('berlin')) <= Date.now());
});
