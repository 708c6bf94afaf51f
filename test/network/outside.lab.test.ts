import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { workTree } from '../../lab/network/inventory.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../../lab/network/paper.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { deviceTo, links, losses, probeLinks, reaches } from './fixture.ts';

let network: LabNetwork;
before(async () => {
  network = await paperNetwork({ values: { 'bfd.profile': 'fast' } });
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
  for (const address of [ipv4, ipv6]) {
    const { stdout } = await lab.exec('controller', [process.execPath, scan, address], {
      timeoutMs: 300_000,
    });
    assert.deepEqual(
      JSON.parse(stdout),
      { tcp_open: [], tcp_refused: 65_535, udp_silent: wireguard },
      address,
    );
  }
});

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
