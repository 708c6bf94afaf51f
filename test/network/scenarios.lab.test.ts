import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { mixedLinks, mixedNetwork } from '../../lab/network/mixed.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { linksOf, readStatus } from '../../lab/network/status.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { formatMatrix, measureMatrix } from '../../lab/traffic/matrix.ts';
import { until } from '../lab/until.ts';
import { deviceTo, reaches } from './fixture.ts';

let network: LabNetwork;
before(async () => {
  network = await mixedNetwork({ values: { 'bfd.profile': 'fast' } });
});
after(() => network?.lab.down());

const nodes = ['kassel', 'leipzig-1', 'leipzig-2', 'muenster', 'nuernberg', 'oldenburg'];
/** Addresses of the Internet's router, which nothing but a default route leads to. */
const internet = { ipv4: '198.18.0.1', ipv6: '2001:db8::1' };

/** Both addresses of a host, and the device that its packets leave a node by. */
async function waysTo(from: string, host: string): Promise<string[]> {
  const { ipv4 = '', ipv6 = '' } = network.lab.hostAddresses(host);
  return Promise.all([ipv4, ipv6].map((address) => deviceTo(network, from, address)));
}

async function waitForWays(from: string, host: string, device: string): Promise<void> {
  await until(
    `${from} sends to ${host} by ${device}`,
    async () => (await waysTo(from, host)).every((way) => way === device),
    30_000,
  );
}

test('every LAN reaches every other one in both families, whatever the family of its Internet access', async () => {
  let matrix = await measureMatrix(network.lab);
  // Sessions are up before the last route is in the last kernel.
  for (let again = 0; again < 5 && !matrix.every(({ reached }) => reached); again++) {
    matrix = await measureMatrix(network.lab);
  }
  assert.equal(matrix.length, nodes.length * (nodes.length - 1) * 2);
  assert.ok(
    matrix.every(({ reached }) => reached),
    `\n${formatMatrix(matrix)}`,
  );
});

test('links are those of the groups, and each runs over a family that both ends have', async () => {
  const names = linksOf(await readStatus(network)).map(({ name }) => name);
  assert.deepEqual(names, [
    'kassel--leipzig-1',
    'kassel--leipzig-2',
    'kassel--muenster',
    'kassel--nuernberg',
    'kassel--oldenburg',
    'leipzig-1--leipzig-2',
    'leipzig-1--muenster',
    'leipzig-2--muenster',
  ]);
  const endpoint = async (node: string) =>
    (await network.lab.exec(node, ['wg', 'show', 'tl-kassel', 'endpoints'])).stdout.split('\t')[1] ?? '';
  assert.match(await endpoint('nuernberg'), /^198\.18\.1\.2:/);
  assert.match(await endpoint('oldenburg'), /^\[2001:db8:1::2\]:/);
});

test('spokes reach each other through the hub, and everybody else too', async () => {
  assert.deepEqual(await waysTo('nuernberg', 'oldenburg'), ['tl-kassel', 'tl-kassel']);
  assert.deepEqual(await waysTo('kassel', 'oldenburg'), ['tl-oldenburg', 'tl-oldenburg']);
  assert.deepEqual(await waysTo('leipzig-2', 'nuernberg'), ['tl-kassel', 'tl-kassel']);
});

test('a path with an MTU of 1280 says so to what is too big, in both families', async () => {
  const { lab } = network;
  const { ipv4 = '', ipv6 = '' } = lab.hostAddresses('muenster');
  for (const [address, header] of [
    [ipv4, 28],
    [ipv6, 48],
  ] as const) {
    const ping = (bytes: number) =>
      lab.exec(
        'host-nuernberg',
        ['ping', '-n', '-M', 'do', '-c', '3', '-i', '0.2', '-s', String(bytes - header), address],
        {
          allowFailure: true,
        },
      );
    assert.match((await ping(1280)).stdout, /3 received/, `1280 bytes to ${address}`);
    // The first is refused by Kassel, where the small link begins; from then on the host knows.
    const tooBig = await ping(1281);
    assert.match(`${tooBig.stdout}${tooBig.stderr}`, /mtu ?[=:] ?1280/i, address);
    assert.match(tooBig.stdout, /, 0 received/);
  }
  assert.match(await linkMtu('kassel', 'tl-muenster'), /mtu 1280 /);
  assert.match(await linkMtu('kassel', 'tl-nuernberg'), /mtu 1420 /);
});

async function linkMtu(node: string, device: string): Promise<string> {
  return (await network.lab.exec(node, ['ip', 'link', 'show', 'dev', device])).stdout;
}

test('TCP fits into the path of 1280 bytes by its clamped segment size, without a word from any router', async () => {
  const { lab } = network;
  const deaf = `table inet deaf {
    chain input {
      type filter hook input priority 0;
      icmp type destination-unreachable counter drop
      icmpv6 type packet-too-big counter drop
      ip protocol tcp tcp flags syn / syn,rst tcp option maxseg size > 1240 counter drop
      ip6 nexthdr tcp tcp flags syn / syn,rst tcp option maxseg size > 1220 counter drop
    }
  }\n`;
  const hosts = ['host-nuernberg', 'host-muenster'];
  const script = `${projectFolder()}/test/network/transfer.mjs`;
  // What the ping before has taught them is forgotten.
  for (const host of hosts) {
    await lab.exec(host, ['nft', '-f', '-'], { input: deaf });
    await lab.exec(host, ['sh', '-c', 'ip route flush cache; ip -6 route flush cache']);
  }
  const server = lab.start('host-muenster', [process.execPath, script, 'serve', '5001']);
  try {
    const { ipv4 = '', ipv6 = '' } = lab.hostAddresses('muenster');
    for (const address of [ipv4, ipv6]) {
      const send = [process.execPath, script, 'send', address, '5001', '1000000'];
      await until(
        `the server listens at ${address}`,
        async () => (await lab.exec('host-nuernberg', send, { allowFailure: true })).stdout === '1000000\n',
        20_000,
      );
    }
  } finally {
    await lab.stopProgram(server).catch(() => undefined);
    for (const host of hosts) await lab.exec(host, ['nft', 'delete', 'table', 'inet', 'deaf']);
  }
});

test('an announced default route is used by who accepts it, and by nobody else', async () => {
  const { lab } = network;
  // Kassel's own affair: private addresses do not go into the Internet as they are.
  const nat = `table inet nat {
    chain out { type nat hook postrouting priority srcnat; oifname "wan0" iifname "tl-*" masquerade; }
  }\n`;
  await lab.exec('kassel', ['nft', '-f', '-'], { input: nat });
  for (const node of ['muenster', 'oldenburg']) {
    for (const address of Object.values(internet)) {
      assert.equal(await deviceTo(network, node, address), 'tl-kassel', `${node} to ${address}`);
      assert.equal((await lab.ping(`host-${node}`, address)).received, 3, `host-${node} to ${address}`);
    }
  }
  for (const node of ['kassel', 'leipzig-1', 'leipzig-2', 'nuernberg']) {
    for (const family of ['ipv4', 'ipv6'] as const) {
      const hasUplink = lab.publicAddresses(node)[family] !== undefined;
      const device = await deviceTo(network, node, internet[family]);
      assert.equal(device, hasUplink ? 'wan0' : 'none', `${node} to ${internet[family]}`);
    }
    if (node === 'kassel') continue;
    const answers = await Promise.all(
      Object.values(internet).map((address) =>
        lab.ping(`host-${node}`, address, { count: 1, timeoutMs: 500 }),
      ),
    );
    assert.deepEqual(
      answers.map(({ received }) => received),
      [0, 0],
      node,
    );
  }
});

test('a site whose inner link is cut is still one site, over the others', async () => {
  const { lab } = network;
  assert.deepEqual(await waysTo('leipzig-1', 'leipzig-2'), ['tl-leipzig-2', 'tl-leipzig-2']);
  await lab.cutLink('leipzig-1', 'leipzig-2');
  await until(
    'Leipzig talks to itself over another site',
    async () => (await waysTo('leipzig-1', 'leipzig-2')).every((way) => /^tl-(kassel|muenster)$/.test(way)),
    30_000,
  );
  // Each end finds the cut by itself.
  await until('one way', () => reaches(network, 'leipzig-1', 'leipzig-2'), 20_000);
  await until('the other way', () => reaches(network, 'leipzig-2', 'leipzig-1'), 20_000);
  await lab.healLink('leipzig-1', 'leipzig-2');
  await waitForWays('leipzig-1', 'leipzig-2', 'tl-leipzig-2');
});

test('a router that has lost all links to other sites reaches them through its sibling', async () => {
  const { lab } = network;
  for (const peer of ['kassel', 'muenster']) await lab.cutLink('leipzig-1', peer);
  await waitForWays('leipzig-1', 'oldenburg', 'tl-leipzig-2');
  await waitForWays('muenster', 'leipzig-1', 'tl-leipzig-2');
  await waitForWays('kassel', 'leipzig-1', 'tl-leipzig-2');
  for (const host of ['oldenburg', 'nuernberg', 'muenster']) {
    await until(`leipzig-1 reaches ${host}`, () => reaches(network, 'leipzig-1', host), 20_000);
    await until(`${host} reaches leipzig-1`, () => reaches(network, host, 'leipzig-1'), 20_000);
  }
  for (const peer of ['kassel', 'muenster']) await lab.healLink('leipzig-1', peer);
  await waitForWays('leipzig-1', 'oldenburg', 'tl-kassel');
  await waitUntilGreen(network, mixedLinks);
});

/** Whether Kassel has a route to the prefixes, by way of BGP. */
async function isKnown(...prefixes: string[]): Promise<boolean[]> {
  const script = 'ip route show table 7400; ip -6 route show table 7400';
  const { stdout } = await network.lab.exec('kassel', ['sh', '-c', script]);
  return prefixes.map((prefix) => stdout.split('\n').some((line) => line.startsWith(`${prefix} `)));
}

test('a LAN whose cable is pulled is announced no more, until it is back', async () => {
  const { lab } = network;
  const known = () => isKnown('10.32.2.0/24', 'fd4a:7b1c:2e90:322::/64');
  assert.deepEqual(await known(), [true, true]);
  await lab.exec('host-leipzig-2', ['ip', 'link', 'set', 'dev', 'eth0', 'down']);
  await until('Kassel has no route to it', async () => !(await known()).includes(true), 20_000);
  await lab.exec('host-leipzig-2', ['ip', 'link', 'set', 'dev', 'eth0', 'up']);
  await until('Kassel has it again', async () => !(await known()).includes(false), 20_000);
});

test('what an interface of announce_connected is connected to is announced, and nothing of the others', async () => {
  const { lab } = network;
  const networks = ['10.90.0.0/24', '10.91.0.0/24', 'fd4a:7b1c:2e90:90::/64', 'fd4a:7b1c:2e90:91::/64'];
  const make = ['dmz0', 'guest0'].flatMap((device, index) => [
    `ip link add ${device} type veth peer name peer${index}`,
    `ip addr add 10.9${index}.0.1/24 dev ${device}`,
    `ip addr add fd4a:7b1c:2e90:9${index}::1/64 dev ${device} nodad`,
    `ip link set ${device} up; ip link set peer${index} up`,
  ]);
  await lab.exec('muenster', ['sh', '-ec', make.join('\n')]);
  await until(
    'Kassel knows the zone, and not the guests',
    async () => (await isKnown(...networks)).join() === 'true,false,true,false',
    20_000,
  );
  assert.equal((await lab.ping('host-nuernberg', '10.90.0.1')).received, 3);
  assert.deepEqual(await isKnown(lineNetwork('muenster', 'ipv4'), lineNetwork('muenster', 'ipv6')), [
    false,
    false,
  ]);
  await lab.exec('muenster', ['ip', 'link', 'del', 'dmz0']);
  await until('the zone is gone', async () => !(await isKnown(...networks)).includes(true), 20_000);
});

/** The network of a node's uplink, as `ip route` prints it. */
function lineNetwork(node: string, family: 'ipv4' | 'ipv6'): string {
  const address = network.lab.publicAddresses(node)[family] ?? '';
  return family === 'ipv4' ? address.replace(/\.2$/, '.0/24') : address.replace(/::2$/, '::/64');
}
