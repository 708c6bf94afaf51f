import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Lab } from '../../lab/lab.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { countWireGuardInterfaces, describeInventory } from '../../lab/topology/inventory.ts';
import { until } from './until.ts';

let inventory: string;
let lab: Lab;
let network: LabNetwork;

before(async () => {
  inventory = await mkdtemp(join(tmpdir(), 'towline-lab-'));
  await writeFile(join(inventory, 'network.toml'), 'name = "two"\n[bfd]\nprofile = "fast"\n');
  for (const [index, name] of ['aachen', 'berlin'].entries()) {
    await mkdir(join(inventory, 'sites', name, name), { recursive: true });
    await writeFile(join(inventory, 'sites', name, 'site.toml'), '');
    const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
    await writeFile(join(inventory, 'sites', name, name, 'node.toml'), lan);
  }
  const wireGuardInterfaces = await countWireGuardInterfaces(inventory);
  lab = await Lab.up(await describeInventory(inventory), { wireGuardInterfaces });
  network = new LabNetwork(lab);
});
after(async () => {
  await lab?.down();
  await rm(inventory, { recursive: true, force: true });
});

/** Whether the hosts reach each other, in both families. */
async function hostsReachEachOther(): Promise<boolean> {
  const pairs = [
    ['host-aachen', lab.hostAddresses('berlin')],
    ['host-berlin', lab.hostAddresses('aachen')],
  ] as const;
  const pings = pairs.flatMap(([from, { ipv4 = '', ipv6 = '' }]) =>
    [ipv4, ipv6].map((address) => lab.ping(from, address, { count: 1, timeoutMs: 500 })),
  );
  return (await Promise.all(pings)).every(({ received }) => received === 1);
}

test('the shipped programs enroll two routers, and their hosts reach each other once a release is active', async () => {
  await network.initController('two', inventory);
  assert.match(network.joinString, /^towline:\/\/198\.18\.100\.2:\d+(,\[[0-9a-f:]+\]:\d+)?#[0-9a-f]{64}$/);
  await network.enroll();
  network.startAgents();
  assert.equal(await hostsReachEachOther(), false);
  await network.release('the first one');
  await until('hosts reach each other', hostsReachEachOther, 60_000);
});

test('a router that is rebooted while the controller is away comes back from its disk', async () => {
  await network.stopController();
  await network.rebootNode('berlin');
  await until('hosts reach each other again', hostsReachEachOther, 60_000);
  await network.startController();
});

test('an agent that is stopped leaves traffic running', async () => {
  const { ipv6 = '' } = lab.hostAddresses('berlin');
  const probe = lab.probe('host-aachen', ipv6, { intervalMs: 10 });
  await probe.answer(10_000);
  await network.stopAgent('aachen');
  const sent = probe.sent;
  await until('50 packets more', () => probe.sent >= sent + 50);
  assert.deepEqual((await probe.stop()).lostSequences, []);
  assert.equal(network.agentService('aachen')?.running, false);
});
