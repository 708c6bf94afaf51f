import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';

interface Shown {
  readonly state: string;
  readonly place: { readonly generation: number; readonly endpoints: readonly string[] };
  readonly nodes: readonly {
    readonly name: string;
    readonly state: string;
    readonly reason: string | null;
  }[];
}

const nodes = ['aachen', 'berlin'];
let folder: string;
let network: LabNetwork;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-move-'));
  const inventory = join(folder, 'moving');
  await mkdir(inventory);
  await writeFile(join(inventory, 'network.toml'), 'name = "moving"\n');
  for (const [index, name] of nodes.entries()) {
    await mkdir(join(inventory, 'sites', name, name), { recursive: true });
    await writeFile(join(inventory, 'sites', name, 'site.toml'), '');
    const lan = `lan = ["10.${index + 1}.0.0/24", "fd00:${index + 1}::/64"]\n`;
    await writeFile(join(inventory, 'sites', name, name, 'node.toml'), lan);
  }
  network = await bringUpNetwork(inventory, 1);
});
after(async () => {
  await network?.lab.down();
  await rm(folder, { recursive: true, force: true });
});

const tunnel = async (...args: string[]) => (await network.towlineJson(['tunnel', ...args])) as Shown;
const refused = async (...args: string[]) => {
  const { exitCode, stderr } = await network.towline(['tunnel', ...args], { allowFailure: true });
  assert.equal(exitCode, 1, stderr);
  return stderr;
};
const stateOf = async (node: string) => (await tunnel('show')).nodes.find(({ name }) => name === node)?.state;
const moved = (...names: string[]) =>
  until(
    `${names} moved`,
    async () => {
      const { nodes } = await tunnel('show');
      return names.every((name) => nodes.some((node) => node.name === name && node.state === 'moved'));
    },
    90_000,
  );
/** Names and listen ports of the management interfaces of a machine. */
const ends = async (machine: string) => {
  const { stdout } = await network.lab.exec(machine, ['wg', 'show', 'all', 'listen-port']);
  return new Map(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('tlmgmt'))
      .map((line) => line.split(/\s+/) as [string, string]),
  );
};

/**
 * Has aachen, at the new end, send to berlin, at the old one, by way of a controller that forwards: the guard lets
 * nothing through, and without its chain the packets would arrive.
 */
async function keepsApart(): Promise<void> {
  const addressOf = async (node: string, name: string) => {
    const { stdout } = await network.lab.exec(node, ['ip', '-6', '-o', 'address', 'show', 'dev', name]);
    return /inet6 (fd[0-9a-f:]+)\/128/.exec(stdout)?.[1] ?? '';
  };
  const [from, to] = [await addressOf('aachen', 'tlmgmt2'), await addressOf('berlin', 'tlmgmt')];
  const script = `set -e
    peer=$(wg show tlmgmt2 peers); allowed=$(wg show tlmgmt2 allowed-ips | cut -f2)
    wg set tlmgmt2 peer "$peer" allowed-ips "$allowed,${to}/128"
    ip -6 route replace ${to}/128 dev tlmgmt2`;
  await network.lab.exec('aachen', ['bash', '-c', script]);
  const counter = `table inet seen {\nchain input {\ntype filter hook input priority -30;
    ip6 saddr ${from} counter\n}\n}\n`;
  await network.lab.exec('berlin', ['nft', '-f', '-'], { input: counter });
  // Its filter would drop what has a source that WireGuard does not expect.
  const accept = `wg set tlmgmt peer "$(wg show tlmgmt peers)" allowed-ips "$(wg show tlmgmt allowed-ips | cut -f2),${from}/128"`;
  await network.lab.exec('berlin', ['bash', '-c', accept]);
  await network.lab.exec('controller', ['sysctl', '-w', 'net.ipv6.conf.all.forwarding=1']);
  const seen = async () => {
    await network.lab.exec('aachen', ['ping', '-6', '-c', '3', '-i', '0.1', '-W', '1', to], {
      allowFailure: true,
    });
    const { stdout } = await network.lab.exec('berlin', ['nft', 'list', 'table', 'inet', 'seen']);
    return Number(/packets (\d+)/.exec(stdout)?.[1]);
  };
  assert.equal(await seen(), 0);
  const chain = ['inet', 'towline_controller', 'forward'];
  await network.lab.exec('controller', ['nft', 'flush', 'chain', ...chain]);
  assert.notEqual(await seen(), 0, 'what was sent would not have arrived without the guard either');
  await network.lab.exec('controller', ['sysctl', '-w', 'net.ipv6.conf.all.forwarding=0']);
  await network.lab.exec('berlin', ['nft', 'delete', 'table', 'inet', 'seen']);
}

test('a place that cannot be reached leaves every node where it is, with the reason, and can be taken back', async () => {
  await tunnel('move', '--endpoint', '198.18.200.9');
  await until(
    'both say why',
    async () =>
      (await tunnel('show')).nodes.every(({ state, reason }) =>
        /^waiting move 1: no handshake with 198\.18\.200\.9:51820/.test(`${state} ${reason}`),
      ),
    60_000,
  );
  assert.match(await refused('finish'), /not moved yet: aachen, berlin/);
  for (const node of nodes) assert.equal((await ends(node)).has('tlmgmt'), true);
  await waitUntilGreen(network, 1);
  await tunnel('abort');
  await until('the move is over', async () => (await tunnel('show')).state === 'settled', 60_000);
  for (const node of nodes) assert.deepEqual([...(await ends(node)).keys()], ['tlmgmt']);
});

test('all nodes move to a new port and key under traffic, one of them through a crash, and releases go on', async () => {
  const { ipv4 = '' } = network.lab.hostAddresses('berlin');
  const probe = network.lab.probe('host-aachen', ipv4, { intervalMs: 20 });
  await probe.answer(20_000);
  // For berlin the new port is shut until its agent was killed in the middle of the move.
  const shut = Object.entries(network.lab.publicAddresses('berlin'))
    .map(([family, address]) => `${family === 'ipv4' ? 'ip' : 'ip6'} saddr ${address} udp dport 51999 drop`)
    .join('\n');
  const table = `table inet shut {\nchain input {\ntype filter hook input priority -20;\n${shut}\n}\n}\n`;
  await network.lab.exec('controller', ['nft', '-f', '-'], { input: table });
  await tunnel('move', '--port', '51999', '--new-key');
  assert.equal((await ends('controller')).size, 2);
  await moved('aachen');
  await keepsApart();
  await until('berlin tries', async () => (await ends('berlin')).size === 2, 60_000);
  await network.agentService('berlin')?.kill('SIGKILL');
  await network.agentService('berlin')?.exited;
  assert.equal((await ends('berlin')).size, 2);
  const statusFile = '/run/towline/status.json';
  await network.lab.exec('berlin', ['rm', '-f', statusFile]);
  network.startAgent('berlin');
  await until(
    'berlin is in contact by the old end',
    async () => {
      const { stdout } = await network.lab.exec('berlin', ['cat', statusFile], { allowFailure: true });
      return /"connected": ?true/.test(stdout) && (await stateOf('berlin')) === 'waiting';
    },
    60_000,
  );
  await network.lab.exec('controller', ['nft', 'delete', 'table', 'inet', 'shut']);
  await moved('berlin');
  for (const node of nodes) assert.deepEqual([...(await ends(node)).keys()], ['tlmgmt2']);
  await network.towline(['set', 'wireguard.keepalive', '20']);
  await network.release('while both ends are there');
  await waitUntilGreen(network, 1);

  await tunnel('finish');
  assert.deepEqual([...(await ends('controller'))], [['tlmgmt2', '51999']]);
  await network.towline(['set', 'wireguard.keepalive', '25']);
  await network.release('after the old end went');
  await waitUntilGreen(network, 1);
  assert.deepEqual((await probe.stop()).lostSequences, []);
  const rules = await network.lab.exec('controller', ['ip', '-6', 'rule', 'show']);
  assert.doesNotMatch(rules.stdout, /7399/);
});

test('a node that is off keeps the old end, and moves when it is back, also after both ends were restarted', async () => {
  await network.lab.stopNode('berlin');
  await tunnel('move', '--port', '51820');
  await moved('aachen');
  assert.match(await refused('finish'), /not moved yet: berlin;/);
  await network.controllerService?.kill('SIGKILL');
  await network.controllerService?.exited;
  await network.startController();
  await network.lab.startNode('berlin');
  network.startAgent('berlin');
  // Both: aachen has to find the controller that was started anew.
  for (const node of nodes) await moved(node);
  await tunnel('finish');
  assert.deepEqual([...(await ends('controller'))], [['tlmgmt', '51820']]);
  for (const node of nodes) assert.deepEqual([...(await ends(node)).keys()], ['tlmgmt']);
});

test('other endpoints of the same end are moved to without a second one at the controller', async () => {
  const { ipv6 = '' } = network.lab.publicAddresses('controller');
  await tunnel('move', '--endpoint', ipv6);
  assert.equal((await ends('controller')).size, 1);
  await moved(...nodes);
  await tunnel('finish');
  for (const node of nodes) {
    const { stdout } = await network.lab.exec(node, ['wg', 'show', 'tlmgmt2', 'endpoints']);
    assert.match(stdout, new RegExp(`\\[${ipv6}\\]:51820`));
  }
  assert.equal(await stateOf('aachen'), 'moved');
  await network.towline(['set', 'wireguard.keepalive', '20']);
  await network.release('over the other address');
  await waitUntilGreen(network, 1);
});
