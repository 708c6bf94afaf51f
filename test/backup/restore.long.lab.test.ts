import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LabDns } from '../../lab/dns/dns.ts';
import { Lab } from '../../lab/lab.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { controller } from '../../lab/topology/description.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { until } from '../lab/until.ts';

const sites = ['aachen', 'berlin'] as const;
const [reserve, names] = ['reserve', 'names'];
const name = 'vpn.example';
const file = '/var/lib/kept/towline.backup';
const passphrase = '/var/lib/kept/passphrase';
const deadlineMs = 180_000;

interface Status {
  readonly nodes: readonly {
    readonly name: string;
    readonly condition: string;
    readonly confirmed_release: number;
    readonly last_apply: { readonly reason: string } | null;
  }[];
}

let folder: string;
let lab: Lab;
let network: LabNetwork;
let dns: LabDns;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-restore-'));
  const inventory = join(folder, 'restored');
  await mkdir(inventory);
  await writeFile(join(inventory, 'network.toml'), 'name = "restored"\n');
  for (const [index, site] of sites.entries()) {
    await mkdir(join(inventory, 'sites', site, site), { recursive: true });
    await writeFile(join(inventory, 'sites', site, 'site.toml'), '');
    const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
    await writeFile(join(inventory, 'sites', site, site, 'node.toml'), lan);
  }
  const { nodes, ...description } = await describeInventory(inventory);
  const machines = [reserve, names].map((machine) => ({ name: machine, site: machine }));
  lab = await Lab.up({ ...description, nodes: [...nodes, ...machines] });
  network = new LabNetwork(lab);
  dns = await LabDns.start(lab, sites, names);
  await dns.follow(name, controller);
  await network.initController('restored', inventory, { hosts: [name] });
  await network.enroll(sites, { deadlineMs });
  network.startAgents(sites);
  await network.release('the network');
  await waitUntilGreen(network, 1, { deadlineMs });
});
after(async () => {
  await lab?.down();
  await rm(folder, { recursive: true, force: true });
});

const status = async () => (await network.towlineJson(['status'])) as Status;
/** A release of another value; gives its number. */
const commit = async (keepalive: number): Promise<number> => {
  await network.towline(['set', 'wireguard.keepalive', String(keepalive)]);
  const { release } = (await network.towlineJson(['commit', '-m', `keepalive ${keepalive}`])) as {
    release: number;
  };
  return release;
};
/** The same, and every router confirms it before this resolves. */
const release = async (keepalive: number): Promise<number> => {
  const release = await commit(keepalive);
  await network.towline(['activate', '--wait', '--timeout', String(deadlineMs / 1000)], {
    timeoutMs: deadlineMs + 10_000,
  });
  return release;
};
const runningOf = async (node: string) => {
  const journal = await lab.readFile(node, '/var/lib/towline/journal.json');
  return (JSON.parse(journal) as { running: { release: number; epoch: number } }).running;
};

test('a lost controller comes back elsewhere from its backup, routers follow it, and not the old one', async () => {
  const probes = [
    lab.probe('host-aachen', lab.hostAddresses('berlin').ipv4 ?? '', { intervalMs: 50 }),
    lab.probe('host-berlin', lab.hostAddresses('aachen').ipv6 ?? '', { intervalMs: 50 }),
  ];
  for (const probe of probes) await probe.answer(10_000);
  for (const machine of [controller, reserve])
    await lab.writeFile(machine, passphrase, 'a passphrase of the lab\n', 0o600);

  const made = (await network.towlineJson(['backup', file, '--passphrase-file', passphrase])) as {
    release: number;
  };
  assert.equal(made.release, 1);
  const { stdout: base64 } = await lab.exec(controller, ['base64', '-w0', file]);
  await commit(20);
  // A higher number than that of the next release, which comes from the backup.
  assert.equal(await release(21), 3);
  for (const node of sites) assert.deepEqual([(await runningOf(node)).release], [3]);

  await lab.stopNode(controller);
  const gone = performance.now();
  network.controllerMachine = reserve;
  await lab.writeFile(reserve, `${file}.base64`, base64);
  await lab.exec(reserve, ['bash', '-c', `base64 -d ${file}.base64 >${file}`]);
  const restored = (await network.towlineJson(['restore', file, '--passphrase-file', passphrase])) as {
    epoch: number;
    endpoints: string[];
  };
  assert.deepEqual(restored.endpoints, [`${name}:51820`]);
  await dns.follow(name, reserve);
  await network.startController(deadlineMs);
  assert.equal(await release(23), 2);
  const seconds = (performance.now() - gone) / 1000;
  console.log(
    `${seconds.toFixed(1)} s from the loss of the controller until all routers had confirmed the next release`,
  );
  for (const node of sites) {
    const { release: running, epoch } = await runningOf(node);
    assert.deepEqual([running, epoch], [2, restored.epoch], node);
  }
  await waitUntilGreen(network, 1, { deadlineMs });

  await lab.stopNode(reserve);
  network.controllerMachine = controller;
  await lab.startNode(controller);
  await dns.follow(name, controller);
  await network.startController(deadlineMs);
  const refusals = async () => {
    const { nodes } = await status();
    return nodes.every(({ last_apply }) =>
      /is older than release 2 of epoch \d+, seen before/.test(last_apply?.reason ?? ''),
    );
  };
  await until('both refuse what the old controller has', refusals, deadlineMs);
  for (const node of sites) {
    const { release: running, epoch } = await runningOf(node);
    assert.deepEqual([running, epoch], [2, restored.epoch], node);
  }
  for (const probe of probes) {
    const { lost, received } = await probe.stop();
    assert.equal(lost, 0);
    assert.ok(received > 100, `${received}`);
  }
});
