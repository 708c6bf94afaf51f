import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { workTree } from '../../lab/network/inventory.ts';
import { ipv6Of } from '../../lab/network/ipv6-of.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../../lab/network/paper.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { deviceTo, links, losses, probeLinks, reaches } from './fixture.ts';

let network: LabNetwork;
before(async () => {
  // Not the fast profile: where packets are counted, a computer that stands still for 300 ms is no cut link.
  network = await paperNetwork();
});
after(() => network?.lab.down());

/** The prefixes that a node announces now. */
async function lanOf(node: string): Promise<string[]> {
  const shown = await network.towlineJson(['get', 'lan', '--effective', node]);
  return JSON.parse(JSON.stringify(shown)).values[0].value;
}

test('a port scan of an uplink finds WireGuard only', async () => {
  const { lab } = network;
  // Linux answers only some closed UDP ports a second; the scan asks for all of them.
  await lab.exec(
    'aachen',
    ['sh', '-c', 'echo 0 > /proc/sys/net/ipv4/icmp_ratemask; echo > /proc/sys/net/ipv6/icmp/ratemask'],
    { allowFailure: true },
  );
  const { ipv4 = '', ipv6 = '' } = lab.publicAddresses('aachen');
  const scan = `${projectFolder()}/test/network/scan.mjs`;
  const { stdout: sockets } = await lab.exec('aachen', [
    'sh',
    '-c',
    'for i in /sys/class/net/tl*; do wg show "$(basename $i)" listen-port; done',
  ]);
  const wireguard = sockets
    .trim()
    .split('\n')
    .map(Number)
    .sort((x, y) => x - y);
  assert.equal(wireguard.length, 6, 'five links and the management tunnel');
  // All ports take a minute: of IPv6 those that any socket of the router has, and those that programs choose.
  const { stdout: open } = await lab.exec('aachen', ['ss', '-Hantu']);
  const taken = [...open.matchAll(/\S+:(\d+) +\S+ *$/gm)].map(([, port]) => Number(port));
  assert.ok(wireguard.every((port) => taken.includes(port)));
  const chosen = [...portsOf(1, 1024), ...portsOf(7000, 10_000), ...portsOf(51_000, 53_000)];
  const ofIpv6 = [...new Set([...chosen, ...taken])];
  for (const [address, ports] of [
    [ipv4, []],
    [ipv6, ofIpv6],
  ] as const) {
    const { stdout } = await lab.exec('controller', [process.execPath, scan, address, ...ports.map(String)], {
      timeoutMs: 300_000,
    });
    const refused = ports.length === 0 ? 65_535 : ports.length;
    assert.deepEqual(
      JSON.parse(stdout),
      { tcp_open: [], tcp_refused: refused, udp_silent: wireguard },
      address,
    );
  }
});

const portsOf = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("a site that announces a prefix covering its neighbours' endpoints takes none of their tunnels", async () => {
  const { lab } = network;
  const probes = await probeLinks(network, links);
  // Dresden announces the whole of the lab's Internet, as a site with such a network inside would.
  const custom =
    'protocol static { ipv4; route 198.18.0.0/15 blackhole; }\nprotocol static { ipv6; route 2001:db8::/32 blackhole; }\n';
  await lab.writeFile('controller', `${workTree}/sites/dresden/templates/bird/custom.conf.njk`, custom);
  const lan = await lanOf('dresden');
  await network.towline([
    'set',
    'lan',
    JSON.stringify([...lan, '198.18.0.0/15', '2001:db8::/32']),
    '--node',
    'dresden',
  ]);
  await network.release('a covering prefix');
  await until(
    'Berlin has learned it',
    async () => (await deviceTo(network, 'berlin', '198.19.0.1')) === 'tl-dresden',
    30_000,
  );
  await waitUntilGreen(network, paperLinks);

  const { ipv4 = '', ipv6 = '' } = lab.publicAddresses('aachen');
  assert.equal(
    await deviceTo(network, 'berlin', ipv4, ['mark', '0x746c']),
    'wan0',
    'outer packets stay outside',
  );
  assert.equal(await deviceTo(network, 'berlin', ipv6, ['mark', '0x746c']), 'wan0');
  assert.deepEqual(await losses(probes), []);
});

test('a default route through the tunnels takes traffic, and no outer packet', async () => {
  const { lab } = network;
  const probes = await probeLinks(network, links);
  await network.towline([
    'set',
    'lan',
    JSON.stringify([...(await lanOf('aachen')), '0.0.0.0/0', '::/0']),
    '--node',
    'aachen',
  ]);
  await network.towline(['set', 'accept_default', 'true', '--node', 'berlin']);
  await network.towline(['set', 'accept_default', 'true', '--node', 'frankfurt']);
  await network.release('a default route');
  await until(
    'Berlin sends what it does not know to Aachen',
    async () => (await deviceTo(network, 'berlin', '192.0.2.1')) === 'tl-aachen',
    30_000,
  );
  await until(
    'in IPv6 as well',
    async () => (await deviceTo(network, 'frankfurt', '2606:4700::1')) === 'tl-aachen',
    30_000,
  );
  await waitUntilGreen(network, paperLinks);
  assert.equal(
    await deviceTo(network, 'chemnitz', '192.0.2.1'),
    'wan0',
    'who did not ask for it keeps its own',
  );
  assert.equal(
    await deviceTo(network, 'berlin', lab.publicAddresses('aachen').ipv4 ?? '', ['mark', '0x746c']),
    'wan0',
  );
  assert.deepEqual(await losses(probes), []);
  assert.ok(await reaches(network, 'berlin', 'essen'));
});

test('nothing but the tunnel itself leads to a management address, and no peer of it to another', async () => {
  const { lab } = network;
  const [aachen, berlin] = [await managementOf('aachen'), await managementOf('berlin')];
  const center = aachen.replace(/::.*/, '::1');
  const uplinkOf = (machine: string) => lab.publicAddresses(machine).ipv6 ?? '';
  const agents = 7443;

  assert.equal(await knock('aachen', center, agents), 'open', 'the agent has to get there');
  // Each machine gets a route on which its packets do arrive; only the rules keep them out.
  await route('line-controller', center, uplinkOf('controller'));
  await route('line-aachen', aachen, uplinkOf('aachen'));
  await route('host-aachen', aachen, lab.lanAddresses('aachen').ipv6 ?? '');
  await route('host-aachen', center, lab.lanAddresses('aachen').ipv6 ?? '');
  const { stdout: loopback } = await lab.exec('chemnitz', [
    'sh',
    '-c',
    'ip -6 -o addr show dev lo scope global',
  ]);
  const source = /inet6 ([0-9a-f:]+)\//.exec(loopback)?.[1] ?? '';
  const overLink = ['dev', 'tl-aachen', 'src', source];
  await lab.exec('chemnitz', ['ip', '-6', 'route', 'replace', `${aachen}/128`, ...overLink]);
  for (const [node, other] of [
    ['aachen', berlin],
    ['berlin', aachen],
  ] as const) {
    const widen =
      'wg set tlmgmt peer "$(wg show tlmgmt peers)" allowed-ips "$1"; ip -6 route replace "$2" dev tlmgmt';
    await lab.exec(node, ['sh', '-ec', widen, 'widen', center.replace(/::1$/, '::/64'), other]);
  }
  const ways: [what: string, machine: string, address: string, port: number][] = [
    ['the uplink to the controller', 'line-controller', center, agents],
    ['the uplink to a node', 'line-aachen', aachen, listening],
    ["a node's LAN to it", 'host-aachen', aachen, listening],
    ['a neighbour over the link', 'chemnitz', aachen, listening],
    ['one peer of the tunnel to another', 'aachen', berlin, listening],
  ];
  const servers = ['aachen', 'berlin'].map((node) =>
    lab.start(node, [process.execPath, '-e', `require('net').createServer().listen(${listening}, '::')`], {
      name: 'listener',
    }),
  );
  await until('they listen', async () => (await knock('aachen', aachen, listening)) === 'open');
  for (const [what, machine, address, port] of ways)
    assert.equal(await knock(machine, address, port), 'silent', what);
  // Beside the rule the controller's WireGuard refuses this one, since the source is no node's.
  assert.equal(await knock('host-aachen', center, agents), 'silent');

  // The same without the rules: so it is they that keep packets out, and each way leads there.
  const tables = { controller: 'towline_controller', aachen: 'towline', berlin: 'towline' };
  const saved = new Map<string, string>();
  for (const [machine, table] of Object.entries(tables)) {
    saved.set(machine, (await lab.exec(machine, ['nft', 'list', 'table', 'inet', table])).stdout);
    // Emptied: one that is gone is put back.
    await lab.exec(machine, ['nft', 'flush', 'table', 'inet', table]);
  }
  await lab.exec('controller', ['sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/forwarding']);
  const open = await Promise.all(ways.map(([, machine, address, port]) => knock(machine, address, port)));
  for (const [machine, input] of saved) await lab.exec(machine, ['nft', '-f', '/dev/stdin'], { input });
  assert.deepEqual(
    ways.filter((_, index) => open[index] !== 'open').map(([what]) => what),
    [],
  );
  for (const server of servers) await lab.stopProgram(server);
});

test("on a node only the agent's user reaches the controller's port", async () => {
  const center = (await managementOf('aachen')).replace(/::.*/, '::1');
  assert.equal(await knock('aachen', center, 7443), 'open');
  // The lab of an ordinary user has one user only, the agent's.
  if (process.getuid?.() === 0) assert.equal(await knock('aachen', center, 7443, 65_534), 'silent');
});

test("a peer of the management tunnel that sends with another's address is not heard", async () => {
  const { lab } = network;
  const [chemnitz, dresden] = [await managementOf('chemnitz'), await managementOf('dresden')];
  const center = chemnitz.replace(/::.*/, '::1');
  const counter = (address: string) =>
    `ip6 saddr ${address} icmpv6 type echo-request counter comment "${address}"`;
  const input = `table ip6 heard {
  chain input {
    type filter hook input priority -300;
    ${counter(chemnitz)}
    ${counter(dresden)}
  }
}
`;
  await lab.exec('controller', ['nft', '-f', '/dev/stdin'], { input });
  await lab.exec('dresden', ['ip', '-6', 'addr', 'add', `${chemnitz}/128`, 'dev', 'tlmgmt', 'nodad']);
  for (const from of [chemnitz, dresden]) {
    const ping = ['ping', '-c', '3', '-i', '0.1', '-W', '1', '-I', from, center];
    await lab.exec('dresden', ping, { allowFailure: true });
  }
  await lab.exec('dresden', ['ip', '-6', 'addr', 'del', `${chemnitz}/128`, 'dev', 'tlmgmt']);
  const { stdout } = await lab.exec('controller', ['nft', 'list', 'table', 'ip6', 'heard']);
  const heard = [...stdout.matchAll(/packets (\d+) .*comment "(.*)"/g)].map(([, count, of]) => [
    of,
    Number(count),
  ]);
  assert.deepEqual(heard, [
    [chemnitz, 0],
    [dresden, 3],
  ]);
});

const managementOf = (node: string) => ipv6Of(network.lab, node, 'tlmgmt', 'global');
const listening = 7999;

async function route(machine: string, to: string, gateway: string): Promise<void> {
  await network.lab.exec(machine, ['ip', '-6', 'route', 'replace', `${to}/128`, 'via', gateway]);
}

/** What comes of a TCP connection: `open`, `refused` or `silent`. */
async function knock(machine: string, host: string, port: number, uid?: number): Promise<string> {
  const script = `${uid === undefined ? '' : `process.setgid(${uid}); process.setuid(${uid});`}
    const socket = require('net').connect({ host: '${host}', port: ${port}, timeout: 1500 });
    const end = (state) => { console.log(state); process.exit(); };
    socket.once('connect', () => end('open')).once('timeout', () => end('silent'))
      .once('error', ({ code }) => end(code === 'ECONNREFUSED' ? 'refused' : 'silent'));`;
  return (await network.lab.exec(machine, [process.execPath, '-e', script])).stdout.trim();
}
