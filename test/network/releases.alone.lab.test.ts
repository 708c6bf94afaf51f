import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../../lab/network/paper.ts';
import { readStatus } from '../../lab/network/status.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { links, losses, probeLinks, reaches } from './fixture.ts';
import { interfacesOf } from './snapshot.ts';

let network: LabNetwork;
before(async () => {
  // Not the fast profile: for minutes a computer that stands still for 300 ms would look like a link that was interrupted.
  network = await paperNetwork();
});
after(() => network?.lab.down());

const committed = z.object({ release: z.number().nullable(), changed_nodes: z.array(z.string()) });

async function commit(message: string) {
  return committed.parse(await network.towlineJson(['commit', '-m', message]));
}

test('a second commit without a change makes no release, and says so', async () => {
  assert.deepEqual(await commit('nothing'), { release: null, changed_nodes: [] });
  const { stdout } = await network.towline(['commit', '-m', 'nothing']);
  assert.match(stdout, /nothing to commit, and no bundle changes/i);
});

test('twenty releases in a row: no packet is lost on a link that does not change, and no interface is made anew', async () => {
  const before = await Promise.all(network.lab.nodes.map((node) => interfacesOf(network, node)));
  const probes = await probeLinks(network, links);
  for (let round = 1; round <= 20; round++) {
    // Hamburg's link gets another keepalive, Aachen's BIRD another limit: files of both change, and no link's path.
    await network.towline(['set', 'wireguard.keepalive', String(20 + (round % 2)), '--node', 'hamburg']);
    await network.towline(['set', 'bgp.import_limit', String(1000 + round), '--node', 'aachen']);
    assert.deepEqual((await commit(`round ${round}`)).changed_nodes, ['aachen', 'hamburg']);
    await network.towlineJson(['activate']);
    await waitUntilGreen(network, paperLinks);
  }
  assert.deepEqual(await losses(probes), []);
  assert.deepEqual(await Promise.all(network.lab.nodes.map((node) => interfacesOf(network, node))), before);
  const { nodes } = await readStatus(network);
  assert.equal(nodes.find((node) => node.name === 'hamburg')?.running_release, 21);
  assert.equal(
    nodes.find((node) => node.name === 'berlin')?.running_release,
    1,
    'a release that changes nothing for a node leaves it alone',
  );
});

test('a rollback brings the old content back as a new release', async () => {
  const before = (await network.lab.exec('aachen', ['sh', '-c', 'cat /var/lib/towline/current/bird/*.conf']))
    .stdout;
  assert.match(before, /import limit 1020/);
  await network.towlineJson(['rollback', '1']);
  await waitUntilGreen(network, paperLinks);
  const text = (await network.lab.exec('aachen', ['sh', '-c', 'cat /var/lib/towline/current/bird/*.conf']))
    .stdout;
  assert.doesNotMatch(text, /import limit 10\d\d/);
  const { nodes } = await readStatus(network);
  assert.equal(nodes.find((node) => node.name === 'aachen')?.running_release, 22);
});

test('without the controller: traffic flows, a cut link is routed around, and a rebooted router comes back from its disk', async () => {
  await network.stopController();
  assert.ok(await reaches(network, 'berlin', 'chemnitz'));
  await network.lab.cutLink('berlin', 'chemnitz');
  await until('traffic takes another path', () => reaches(network, 'berlin', 'chemnitz'), 30_000);
  await network.lab.healLink('berlin', 'chemnitz');

  await network.rebootNode('essen');
  await until('the rebooted router routes again', () => reaches(network, 'essen', 'frankfurt'), 60_000);
  await network.startController();
  await waitUntilGreen(network, paperLinks);
});

test('a router whose public address changes is reached again without DNS', async () => {
  await network.lab.move('hamburg');
  await until('the link follows', () => reaches(network, 'goettingen', 'hamburg'), 60_000);
  await network.lab.move('berlin');
  await until('the links follow', () => reaches(network, 'berlin', 'dresden'), 60_000);
  const isWhole = async () => (await losses(await probeLinks(network, links))).length === 0;
  await until('all of them', isWhole, 60_000);
});

test('an agent that is killed leaves traffic running, and comes back to the same state', async () => {
  const probes = await probeLinks(network, links);
  await network.agentService('dresden')?.kill('SIGKILL');
  await network.agentService('dresden')?.exited;
  network.startAgent('dresden');
  await waitUntilGreen(network, paperLinks);
  assert.deepEqual(await losses(probes), []);
});
