import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { workTree } from '../../lab/network/inventory.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../../lab/network/paper.ts';
import { readStatus } from '../../lab/network/status.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { startedAnew } from '../fakes/protocol-times.ts';
import { until } from '../lab/until.ts';
import { links, losses, probeLinks, reaches } from './fixture.ts';
import { interfacesOf, protocolsOf, readRoutes, takeSnapshot } from './snapshot.ts';

let network: LabNetwork;
let first: Awaited<ReturnType<typeof takeSnapshot>>;
let firstRoutes: Awaited<ReturnType<typeof readRoutes>>;
before(async () => {
  // With all origins a LAN would change the files of every router. Not the fast profile of BFD: a computer that stands still
  // for 300 ms would look like a link that was interrupted.
  network = await paperNetwork({ values: { 'bgp.origins': 'neighbours' } });
  // A second LAN of Frankfurt, which no release has announced yet.
  await network.lab.exec('frankfurt', ['ip', 'addr', 'add', '10.66.0.1/24', 'dev', 'lan0']);
  first = await takeSnapshot(network);
  firstRoutes = await readRoutes(network);
});
after(() => network?.lab.down());

const planned = z.object({
  changes: z.array(z.object({ node: z.string(), files: z.array(z.object({ path: z.string() })) })),
});
const committed = z.object({ release: z.number().nullable(), changed_nodes: z.array(z.string()) });

/** Files that a commit would change, by node; none for exit code 0, some for 2. */
async function plan(): Promise<Record<string, string[]>> {
  const { stdout, exitCode } = await network.towline(['plan', '--json'], { allowFailure: true });
  const { changes } = planned.parse(JSON.parse(stdout));
  assert.equal(exitCode, changes.length === 0 ? 0 : 2);
  return Object.fromEntries(changes.map(({ node, files }) => [node, files.map(({ path }) => path)]));
}

async function commit(message: string) {
  return committed.parse(await network.towlineJson(['commit', '-m', message]));
}

/** Asks every node. */
async function everywhere<Answer>(
  ask: (network: LabNetwork, node: string) => Promise<Answer>,
): Promise<Record<string, Answer>> {
  const answers = network.lab.nodes.map(async (node) => [node, await ask(network, node)] as const);
  return Object.fromEntries(await Promise.all(answers));
}

async function activeRelease(): Promise<number> {
  return (await readStatus(network)).active_release ?? 0;
}

async function runningAt(node: string): Promise<number | null | undefined> {
  return (await readStatus(network)).nodes.find(({ name }) => name === node)?.running_release;
}

/** Takes the network back to its first release and compares everything with what it was then. */
async function rollBack(): Promise<void> {
  await network.towlineJson(['rollback', '1']);
  await waitUntilGreen(network, paperLinks);
  assert.deepEqual(await takeSnapshot(network), first);
  await until(
    'the routes are those of before',
    async () => isDeepStrictEqual(await readRoutes(network), firstRoutes),
    30_000,
  );
  assert.deepEqual(await plan(), {}, 'the inventory is that of before, too');
}

test('a keepalive and a LAN are changed and taken back: no packet is lost on any link, and all is as before to the byte', async () => {
  const { lab } = network;
  const interfaces = await everywhere(interfacesOf);
  const protocols = await everywhere(protocolsOf);
  const probes = await probeLinks(network, links);
  const newLan = async () =>
    (await lab.ping('host-aachen', '10.66.0.1', { count: 1, timeoutMs: 500 })).received === 1;
  assert.equal(await newLan(), false);

  await network.towline(['set', 'wireguard.keepalive', '21', '--node', 'hamburg']);
  const lan = ['10.6.0.0/24', 'fd4a:7b1c:2e90:6::/64', '10.66.0.0/24'];
  await network.towline(['set', 'lan', JSON.stringify(lan), '--node', 'frankfurt']);
  assert.deepEqual(await plan(), {
    aachen: ['bird/origins.conf'],
    frankfurt: ['agent/settings.toml', 'bird/filters.conf'],
    hamburg: ['wireguard/tl-goettingen.conf'],
  });
  assert.deepEqual(await takeSnapshot(network), first, 'a plan changes nothing');
  assert.deepEqual(await commit('a change'), {
    release: 2,
    changed_nodes: ['aachen', 'frankfurt', 'hamburg'],
  });
  assert.deepEqual(await takeSnapshot(network), first, 'nor does a commit');
  await network.towlineJson(['activate']);
  await waitUntilGreen(network, paperLinks);
  await until('the new LAN is reached', newLan, 20_000);

  const changed = await takeSnapshot(network);
  assert.match(changed.hamburg?.wireguard ?? '', /PersistentKeepalive = 21/);
  const same = lab.nodes.filter((node) => isDeepStrictEqual(changed[node], first[node]));
  assert.deepEqual(
    same,
    lab.nodes.filter((node) => !['aachen', 'frankfurt', 'hamburg'].includes(node)),
    'nobody else has anything new',
  );

  await rollBack();
  assert.equal(await newLan(), false);
  assert.deepEqual(await everywhere(interfacesOf), interfaces, 'no interface was made anew');
  const protocolsNow = await everywhere(protocolsOf);
  for (const node of lab.nodes)
    assert.deepEqual(
      startedAnew(protocols[node] ?? new Map(), protocolsNow[node] ?? new Map()),
      [],
      'no protocol of BIRD was started anew',
    );
  // Neither on the changed links: a keepalive and a prefix touch no key, no address and no session.
  assert.deepEqual(await losses(probes), []);
});

test('a link is removed and taken back: it alone goes and comes, and no other link loses a packet', async () => {
  const { lab } = network;
  const interfaces = await everywhere(interfacesOf);
  const protocols = await everywhere(protocolsOf);
  const others = links.filter(([a, b]) => !(a === 'berlin' && b === 'essen'));
  assert.equal(others.length, paperLinks - 1);
  const probes = await probeLinks(network, others);

  const port = async (device: string) =>
    (await lab.exec('berlin', ['wg', 'show', device, 'listen-port'])).stdout.trim();
  const essenPort = await port('tl-essen');

  // Essen becomes a spoke of Aachen: its link to Berlin goes.
  const file = `${workTree}/network.toml`;
  const hub = '\n[group.west]\ntopology = "hub"\nhubs = ["aachen"]\n';
  await lab.writeFile('controller', file, `${await lab.readFile('controller', file)}${hub}`);
  assert.deepEqual(await plan(), {
    // As a spoke Essen sends nothing but its own.
    aachen: ['bird/origins.conf'],
    berlin: ['agent/settings.toml', 'bird/ebgp.conf', 'bird/origins.conf', 'wireguard/tl-essen.conf'],
    essen: ['agent/settings.toml', 'bird/ebgp.conf', 'bird/origins.conf', 'wireguard/tl-berlin.conf'],
  });
  assert.deepEqual((await commit('a star')).changed_nodes, ['aachen', 'berlin', 'essen']);
  await network.towlineJson(['activate']);
  await waitUntilGreen(network, paperLinks - 1);
  const without = (node: string, device: string) =>
    interfaces[node]?.filter((line) => !line.endsWith(` ${device}`));
  assert.deepEqual(await everywhere(interfacesOf), {
    ...interfaces,
    berlin: without('berlin', 'tl-essen'),
    essen: without('essen', 'tl-berlin'),
  });
  await until('Berlin reaches Essen through Aachen', () => reaches(network, 'berlin', 'essen'), 20_000);

  // The kernel may choose any port for the management tunnel, also one that a link needs.
  await lab.exec('berlin', ['wg', 'set', 'tlmgmt', 'listen-port', essenPort]);
  await rollBack();
  assert.deepEqual(
    [await port('tl-essen'), (await port('tlmgmt')) === essenPort],
    [essenPort, false],
    'the management tunnel has made way',
  );
  const [interfacesNow, protocolsNow] = [await everywhere(interfacesOf), await everywhere(protocolsOf)];
  const ends = new Map([
    ['berlin', 'essen'],
    ['essen', 'berlin'],
  ]);
  for (const node of lab.nodes) {
    const same = interfaces[node] ?? [];
    const peer = ends.get(node);
    assert.deepEqual(
      same.filter((line) => !interfacesNow[node]?.includes(line)).map((line) => line.split(' ')[1]),
      peer === undefined ? [] : [`tl-${peer}`],
      node,
    );
    assert.deepEqual(
      startedAnew(protocols[node] ?? new Map(), protocolsNow[node] ?? new Map()),
      peer === undefined ? [] : [`link_${peer}`],
      node,
    );
  }
  assert.deepEqual(await losses(probes), []);
});

test('a second commit without a change makes no release, and says so', async () => {
  assert.deepEqual(await commit('nothing'), { release: null, changed_nodes: [] });
  const { stdout } = await network.towline(['commit', '-m', 'nothing']);
  assert.match(stdout, /nothing to commit, and no bundle changes/i);
});

test('releases in a row: no packet is lost on a link that does not change, and no interface is made anew', async () => {
  const before = await everywhere(interfacesOf);
  const [active, ofBerlin] = [await activeRelease(), await runningAt('berlin')];
  const probes = await probeLinks(network, links);
  // `npm run bench -- faults` does a hundred.
  const rounds = 3;
  for (let round = 1; round <= rounds; round++) {
    // Hamburg's link gets another keepalive, Aachen's BIRD another limit: files of both change, and no link's path.
    await network.towline(['set', 'wireguard.keepalive', String(20 + (round % 2)), '--node', 'hamburg']);
    await network.towline(['set', 'bgp.import_limit', String(1000 + round), '--node', 'aachen']);
    assert.deepEqual((await commit(`round ${round}`)).changed_nodes, ['aachen', 'hamburg']);
    await network.towlineJson(['activate']);
    await waitUntilGreen(network, paperLinks);
  }
  assert.deepEqual(await losses(probes), []);
  assert.deepEqual(await everywhere(interfacesOf), before);
  assert.equal(await runningAt('hamburg'), active + rounds);
  assert.equal(
    await runningAt('berlin'),
    ofBerlin,
    'a release that changes nothing for a node leaves it alone',
  );
});

test('a rollback brings the old content back as a new release', async () => {
  const before = (await network.lab.exec('aachen', ['sh', '-c', 'cat /var/lib/towline/current/bird/*.conf']))
    .stdout;
  assert.match(before, /import limit 1003/);
  const active = await activeRelease();
  await network.towlineJson(['rollback', '1']);
  await waitUntilGreen(network, paperLinks);
  const text = (await network.lab.exec('aachen', ['sh', '-c', 'cat /var/lib/towline/current/bird/*.conf']))
    .stdout;
  assert.doesNotMatch(text, /import limit 10\d\d/);
  assert.equal(await runningAt('aachen'), active + 1);
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
