import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ipv6Of } from '../../lab/network/ipv6-of.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { internet } from '../../lab/topology/description.ts';
import { until } from '../lab/until.ts';

const sites = ['aachen', 'berlin'] as const;
let network: LabNetwork;
before(async () => {
  network = await meshOf(sites);
});
after(() => network?.lab.down());

/** The line between the Internet and a site carries less from here on, at both of its ends. */
async function narrow(site: string, mtu: number): Promise<void> {
  const { ipv4 = '' } = network.lab.publicAddresses(site);
  const script = `dev=$(ip -4 -o route get ${ipv4} | sed 's/.* dev \\([^ ]*\\).*/\\1/'); ip link set dev "$dev" mtu ${mtu}`;
  await network.lab.exec(internet, ['bash', '-c', script]);
}

async function links(site: string) {
  const { stdout } = await network.agent(site, ['links', '--json'], { allowFailure: true });
  const [link] = JSON.parse(stdout).links;
  return link;
}

const mtuOf = async (site: string, name: string) =>
  Number(/mtu (\d+)/.exec((await network.lab.exec(site, ['ip', 'link', 'show', 'dev', name])).stdout)?.[1]);

async function activate(): Promise<void> {
  await network.towline(['commit', '-m', 'path MTU']);
  await network.towlineJson(['activate']);
  await waitUntilGreen(network, 1);
}

test('a path that carries less than the bundle assumes is reported, and nothing is changed', async () => {
  await narrow('berlin', 1392);
  await network.towline(['set', 'wireguard.path_mtu', '"report"']);
  await activate();
  await until('aachen has measured', async () => (await links('aachen')).path_mtu === 1392, 60_000);
  const { mtu, fitting_mtu, endpoint } = await links('aachen');
  assert.deepEqual([mtu, fitting_mtu], [1420, endpoint.startsWith('[') ? 1312 : 1332]);
  assert.equal(await mtuOf('aachen', 'tl-berlin'), 1420);
  const { stdout } = await network.agent('aachen', ['links'], { allowFailure: true });
  assert.match(stdout, /1420, fits 13[13]2/);
});

test('with "set" the links carry whole what the path does, keep their addresses, and show no drift', async () => {
  await network.towline(['set', 'wireguard.path_mtu', '"set"']);
  await activate();
  const fits = (await links('aachen')).fitting_mtu;
  await until('aachen follows', async () => (await mtuOf('aachen', 'tl-berlin')) === fits, 60_000);
  // Its answers are padded as far as its own MTU goes; what it sends, its line takes up to 4 bytes more of.
  await until('berlin follows', async () => (await mtuOf('berlin', 'tl-aachen')) <= fits + 4, 60_000);
  assert.match(await ipv6Of(network.lab, 'aachen', 'tl-berlin', 'link'), /^fe80:/);
  const there = await ipv6Of(network.lab, 'berlin', 'tl-aachen', 'link');
  const whole = ['ping', '-6', '-M', 'do', '-c', '3', '-i', '0.2', '-W', '2', '-s', String(fits - 48)];
  const sent = await network.lab.exec('aachen', [...whole, `${there}%tl-berlin`]);
  assert.match(sent.stdout, /3 received/);
  const status = JSON.parse(
    (await network.agent('aachen', ['status', '--json'], { allowFailure: true })).stdout,
  );
  assert.deepEqual(status.drift, []);
});

test('an agent that starts again keeps what it measured, and "off" brings the MTU of the bundle back', async () => {
  const fits = await mtuOf('aachen', 'tl-berlin');
  await network.stopAgent('aachen');
  network.startAgent('aachen');
  await until('the agent is back', async () => (await links('aachen')).mtu === fits, 30_000);
  assert.equal(await mtuOf('aachen', 'tl-berlin'), fits);
  await network.towline(['set', 'wireguard.path_mtu', '"off"']);
  await activate();
  assert.equal(await mtuOf('aachen', 'tl-berlin'), 1420);
});
