import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createCompiler } from '../../controller/compile.ts';
import { initialTree } from '../../controller/inventory/initial.ts';
import { readSourceTree } from '../../controller/inventory/source.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { mixedInventory, mixedLinks } from '../../lab/network/mixed.ts';
import { countWireGuardInterfaces, describeInventory } from '../../lab/topology/inventory.ts';
import { planTopology } from '../../lab/topology/topology.ts';

const paper = join(projectFolder(), 'lab/networks/paper');

test('the paper’s network has eight nodes and ten links, and two sites apart from the others', async () => {
  const fresh = initialTree({
    name: 'paper',
    networkId: '0123456789abcdef0123456789abcdef',
    ula: 'fd12:3456:789a',
  });
  const { network } = createCompiler().model(
    new Map([...fresh, ...(await readSourceTree(paper))]),
    new Map(),
  );
  const links = network.nodes.flatMap(({ name, peers }) =>
    peers.filter((peer) => name < peer).map((peer) => `${name[0]}${peer[0]}`),
  );
  assert.deepEqual(links.sort(), ['ab', 'ac', 'ad', 'ae', 'af', 'bc', 'bd', 'be', 'cd', 'gh']);
  assert.equal(network.nodes.length, 8);
  assert.ok(network.nodes.every(({ lan }) => lan.length === 2));
  assert.ok(network.nodes.every(({ name }) => `tl-${name}`.length <= 15));
});

test('the lab of the paper’s network has its nodes, hosts and the address that the inventory names', async () => {
  const description = await describeInventory(paper);
  const topology = planTopology(description);
  assert.equal(await countWireGuardInterfaces(paper), 2 * 10 + 8 + 1);
  assert.equal(topology.machines.length, 17);
  assert.equal(topology.lines.get('aachen')?.uplink, 1);
  assert.equal(topology.lines.get('controller')?.uplink, 100);
  assert.equal(topology.lans.get('hamburg')?.ipv4?.machine, '10.8.0.2');
  assert.equal(topology.lans.get('hamburg')?.ipv6?.machine, 'fd4a:7b1c:2e90:8::2');
});

test('the lab of the mixed network has sites with lines of one family only, and as many links as it says', async () => {
  const topology = planTopology(await describeInventory(mixedInventory));
  assert.equal(await countWireGuardInterfaces(mixedInventory), 2 * mixedLinks + 6 + 1);
  const families = (node: string) => topology.lines.get(node)?.families;
  assert.deepEqual(families('nuernberg'), ['ipv4']);
  assert.deepEqual(families('oldenburg'), ['ipv6']);
  assert.deepEqual(families('kassel'), ['ipv4', 'ipv6']);
  assert.equal(topology.lans.get('kassel')?.ipv4?.prefix, '10.31.0.0/24', 'not the default route');
});

test('an uplink for a node that the inventory does not have is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-lab-'));
  try {
    await writeFile(join(folder, 'network.toml'), 'name = "empty"\n');
    await writeFile(join(folder, 'lab.toml'), '[node.nowhere]\nuplink = 1\n');
    await assert.rejects(describeInventory(folder), /has no node 'nowhere': remove \[node.nowhere\]/);
    await writeFile(join(folder, 'lab.toml'), '[controller]\nuplnik = 1\n');
    await assert.rejects(describeInventory(folder), /uplnik/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
