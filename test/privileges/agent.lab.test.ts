import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Lab } from '../../lab/lab.ts';
import type { Service } from '../../lab/machines/service.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { shippedPrograms } from '../../lab/network/programs.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { until } from '../lab/until.ts';
import { change, installTemplate, outcomeOf, siteTable } from '../services/fixture.ts';
import { agentProgram, agentUser, asUser, installAgentUser, netAdmin, rightsOf } from './users.ts';

const inventory = join(projectFolder(), 'test/services/network');
const nodes = ['aachen', 'berlin'] as const;
/** As the packages of BIRD start it: it binds its sockets as root and goes on as its own user. */
const birdStart = [
  ...['bird', '-u', 'bird', '-g', 'bird', '-c', '/var/lib/towline/current/bird/bird.conf'],
  ...['-s', '/run/bird/bird.ctl', '-P', '/run/bird/bird.pid'],
];

/** CAP_NET_ADMIN and CAP_NET_RAW: the file of ping has that, and is not started where it cannot get it. */
const withPing = '3000';

let network: LabNetwork;
const helpers = new Map<string, Service>();

const asRoot = (node: string, ...args: string[]) =>
  network.lab.exec(node, [...agentProgram, ...args], { allowFailure: true });
const sh = async (node: string, script: string) =>
  (await network.lab.exec(node, ['bash', '-c', script], { allowFailure: true })).stdout.trim();

before(async () => {
  const programs = { ...shippedPrograms(), agent: [...asUser(agentUser.name, ['net_raw']), ...agentProgram] };
  network = new LabNetwork(await Lab.up(await describeInventory(inventory)), { programs });
  const { lab } = network;
  const example = await readFile(join(projectFolder(), 'examples/services/nftables/agent.toml'), 'utf8');
  const toml = `[bird]\nstart = ${JSON.stringify(birdStart)}\n${example}`;
  await network.initController('privileges', inventory);
  for (const node of nodes) {
    await installAgentUser(lab, node);
    await lab.writeFile(node, '/etc/towline/agent.toml', toml);
    helpers.set(node, lab.start(node, [...agentProgram, 'root-helper'], { name: 'root-helper' }));
  }
  await network.enroll();
  for (const node of nodes) {
    const prepared = await asRoot(node, 'prepare');
    assert.equal(prepared.stderr, '');
    assert.equal(prepared.exitCode, 0);
  }
  network.startAgents();
  await installTemplate(network);
  await network.towline(['set', 'services', '["nftables"]', '--node', 'aachen']);
  await network.towline(['set', 'vars.open_ports', '[8080]', '--node', 'aachen']);
  await network.release('the first one');
  await waitUntilGreen(network, 1);
});
after(() => network?.lab.down());

test('an agent that is not root brings its node up, and nothing of it has more than CAP_NET_ADMIN', async () => {
  for (const node of nodes) {
    const [agent, ...others] = await rightsOf(network.lab, node, /towline-agent\.mjs run/);
    assert.deepEqual(
      [agent?.uid, agent?.effective, agent?.permitted, agent?.bounding, others],
      [agentUser.uid, netAdmin, netAdmin, withPing, []],
    );
    const tunnels = await rightsOf(network.lab, node, /^wireguard-go /);
    for (const { uid, effective } of tunnels) assert.deepEqual([uid, effective], [agentUser.uid, netAdmin]);
    const [bird] = await rightsOf(network.lab, node, /^bird /);
    const birdUid = Number(await sh(node, 'id -u bird'));
    assert.equal(bird?.uid, birdUid);
  }
  const { ipv4 = '' } = network.lab.hostAddresses('aachen');
  assert.equal((await network.lab.ping('host-berlin', ipv4)).lost, 0);
});

test('what it writes is its own, and its private keys are closed to others', async () => {
  for (const node of nodes) {
    assert.equal(await sh(node, `find /var/lib/towline ! -user ${agentUser.name}`), '');
    assert.equal(
      await sh(node, 'find /var/lib/towline/keys /var/lib/towline/enrollment.json -perm /077'),
      '',
    );
    assert.match(
      await sh(node, 'nft list table inet towline'),
      new RegExp(`skuid != "?(${agentUser.uid}|${agentUser.name})`),
    );
  }
});

test("a service's files get their owner from agent.toml, and are checked as the agent", async () => {
  assert.match(await sh('aachen', 'ls -ln /etc/towline/nftables.d'), /^-rw-r--r-- 1 0 0 .* nftables\.conf$/m);
  assert.match(await siteTable(network), /8080/);
  const release = await change(network, 'aachen', { 'vars.open_ports': [8443] });
  assert.equal((await outcomeOf(network, 'aachen', release)).outcome, 'confirmed');
  assert.match(await siteTable(network), /8443/);
});

test('without the root helper a bundle with such files is taken back, and says what to start', async () => {
  const helper = helpers.get('aachen');
  await helper?.stop();
  const release = await change(network, 'aachen', { 'vars.open_ports': [9090] });
  const { outcome, reason } = await outcomeOf(network, 'aachen', release);
  assert.equal(outcome, 'rolledBack');
  assert.match(reason, /service nftables: .*no root helper runs: start 'towline-agent root-helper' as root/);
  assert.match(await siteTable(network), /8443/);
  helpers.set(
    'aachen',
    network.lab.start('aachen', [...agentProgram, 'root-helper'], { name: 'root-helper' }),
  );
  const next = await change(network, 'aachen', { 'vars.open_ports': [9091] });
  assert.equal((await outcomeOf(network, 'aachen', next)).outcome, 'confirmed');
});

test('BIRD that has died is started again, by root and as its own user', async () => {
  await sh('berlin', 'kill -KILL $(pgrep -x bird)');
  await until(
    'BIRD is back',
    async () => (await rightsOf(network.lab, 'berlin', /^bird /)).length === 1,
    60_000,
  );
  await waitUntilGreen(network, 1);
  const [bird] = await rightsOf(network.lab, 'berlin', /^bird /);
  assert.equal(bird?.uid, Number(await sh('berlin', 'id -u bird')));
});

test('root is told to be the agent instead of leaving files that it cannot write', async () => {
  for (const args of [['enroll', network.joinString], ['run']]) {
    const { exitCode, stderr } = await asRoot('berlin', ...args);
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /\/var\/lib\/towline is of the user with number 64990: run this as that user/);
  }
  assert.equal((await asRoot('berlin', 'status')).exitCode, 0);
  assert.equal(await sh('berlin', `find /var/lib/towline ! -user ${agentUser.name}`), '');
});

test('other users of the router reach neither the agent, nor the root helper, nor the controller', async () => {
  const open = (path: string) =>
    `require('node:net').connect(${JSON.stringify(path)}).on('connect', () => process.exit(0)).on('error', (e) => { console.log(e.code); process.exit(1); })`;
  for (const path of ['/run/towline/control.sock', '/run/towline-helper/helper.sock', '/run/bird/bird.ctl']) {
    const script = [agentProgram[0], '-e', open(path)];
    const stranger = await network.lab.exec(
      'aachen',
      ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--', ...script],
      { allowFailure: true },
    );
    assert.deepEqual([stranger.exitCode, stranger.stdout.trim()], [1, 'EACCES'], path);
    const own = await network.lab.exec('aachen', [...asUser(agentUser.name), ...script], {
      allowFailure: true,
    });
    assert.equal(own.exitCode, 0, path);
  }
});

test('it can send pings: for a gate, and to measure a path', async () => {
  const { ipv4 = '' } = network.lab.hostAddresses('berlin');
  const values = { 'confirm.require': [`ping:${ipv4}`], 'wireguard.path_mtu': 'report' };
  const release = await change(network, 'aachen', values);
  assert.equal((await outcomeOf(network, 'aachen', release)).outcome, 'confirmed');
  await until(
    'the path is measured',
    async () => {
      const { stdout } = await network.agent('aachen', ['links', '--json'], { allowFailure: true });
      const [{ endpoint, path_mtu: found }] = JSON.parse(stdout).links;
      // As much as the link's 1420 bytes need.
      return found === (endpoint.startsWith('[') ? 1500 : 1480);
    },
    30_000,
  );
});
