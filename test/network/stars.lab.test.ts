import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { waitForSession, waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { deviceTo, reaches } from './fixture.ts';

/** halle-1 with hub-east, halle-2 with hub-east and hub-west, and the link inside Halle. */
const stars = join(projectFolder(), 'test/golden/stars/inventory');
const links = 4;

let network: LabNetwork;
before(async () => {
  network = await bringUpNetwork(stars, links, { values: { 'bfd.profile': 'fast' } });
});
after(() => network?.lab.down());

/** The LANs that BGP has told a node of, as numbers of their IPv4 and IPv6 prefixes. */
async function lansAt(node: string): Promise<string[]> {
  const script = 'ip route show table 7400; ip -6 route show table 7400';
  const { stdout } = await network.lab.exec(node, ['sh', '-c', script]);
  const found = [...stdout.matchAll(/^(?:10\.(6\d\.\d)\.0\/24|fd00:(6\d(?::\d)?)::\/64) /gm)];
  return found.map(([, v4, v6]) => v4 ?? v6 ?? '').sort();
}

test('a site with a spoke in two stars reaches both hubs, and carries nothing from one to the other', async () => {
  const halle = ['63.1', '63.2', '63:1', '63:2'];
  await until('the routes are there', async () => (await lansAt('halle-1')).length === 6, 20_000);
  assert.deepEqual(await lansAt('halle-1'), ['61.0', '61', '62.0', '62', '63.2', '63:2'].sort());
  assert.deepEqual(await lansAt('hub-east'), halle);
  assert.deepEqual(await lansAt('hub-west'), halle);
  assert.ok(await reaches(network, 'halle-1', 'hub-west'), 'through the sibling');
});

test('nor does it when one of its routers has the one hub, and the other the other', async () => {
  const { lab } = network;
  await lab.cutLink('halle-2', 'hub-east');
  await until(
    'halle-2 has the east through halle-1',
    async () =>
      (await deviceTo(network, 'halle-2', lab.hostAddresses('hub-east').ipv4 ?? '')) === 'tl-halle-1',
    20_000,
  );
  await until('there and back', () => reaches(network, 'halle-2', 'hub-east'), 20_000);
  // The session with the west is what it would have gone out by; a route of Halle's own still does.
  await waitForSession(network, 'halle-2', 'hub-west');
  const halle = ['63.1', '63.2', '63:1', '63:2'];
  assert.deepEqual(await lansAt('hub-west'), halle);
  assert.deepEqual(await lansAt('hub-east'), halle);
  await lab.healLink('halle-2', 'hub-east');
  await waitUntilGreen(network, links);
});

test('a site of spokes whose inner link is cut is still one site, over their hub', async () => {
  const { lab } = network;
  await lab.cutLink('halle-1', 'halle-2');
  await until('they talk over the hub', () => reaches(network, 'halle-1', 'halle-2'), 20_000);
  assert.equal(await deviceTo(network, 'halle-1', lab.hostAddresses('halle-2').ipv4 ?? ''), 'tl-hub-east');
  await lab.healLink('halle-1', 'halle-2');
  await waitUntilGreen(network, links);
});
