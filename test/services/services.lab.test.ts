import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { change, installTemplate, networkWithExample, openPorts, outcomeOf, siteTable } from './fixture.ts';

let network: LabNetwork;
let running = 0;
before(async () => {
  network = await networkWithExample();
});
after(() => network?.lab.down());

/** Changes values of Aachen and sees them confirmed. */
async function confirm(values: Readonly<Record<string, unknown>>): Promise<void> {
  running = await change(network, 'aachen', values);
  assert.deepEqual(await outcomeOf(network, 'aachen', running), {
    release: running,
    outcome: 'confirmed',
    reason: '',
    running,
  });
}

test("the example's packet filter takes effect where the inventory asks for it", async () => {
  await installTemplate(network);
  await confirm({ services: ['nftables'], 'vars.open_ports': [8080] });
  assert.equal(await openPorts(network), '8080');
  const { ipv4 = '' } = network.lab.hostAddresses('aachen');
  assert.equal((await network.lab.ping('host-berlin', ipv4)).lost, 0, 'pings and the link are left alone');
  const shown = (await network.lab.exec('aachen', ['ls', '-ln', '/etc/towline/nftables.d'])).stdout;
  assert.match(shown, /^-rw-r--r-- 1 0 0 .* nftables\.conf$/m);
});

test('another value is other rules', async () => {
  await confirm({ 'vars.open_ports': [8443] });
  assert.equal(await openPorts(network), '8443');
});

test('a change of something else leaves rules and their counters alone', async () => {
  const before = await siteTable(network);
  assert.match(before, /counter packets [1-9]/);
  await confirm({ 'bgp.import_limit': 1234 });
  assert.equal(await siteTable(network), before);
});

test('a template that renders no valid rules is refused with the words of nft, and rules and traffic stay', async () => {
  const before = await siteTable(network);
  const release = await change(network, 'aachen', { 'vars.open_ports': [99_999] });
  const { outcome, reason, running: now } = await outcomeOf(network, 'aachen', release);
  assert.equal(outcome, 'refused');
  assert.match(reason, /^service nftables: nft --check include .*: exit code 1: .*99999/);
  assert.equal(now, running);
  assert.equal(await siteTable(network), before);
  assert.equal(await openPorts(network), '8443');
});

test('a router that is rebooted has its rules before the controller is back', async () => {
  await network.stopController();
  await network.rebootNode('aachen');
  await until('the rules are back', async () => (await siteTable(network)) !== '', 60_000);
  await until('traffic is back', async () => (await openPorts(network)) === '8443', 60_000);
  await network.startController();
});

test('rules that were edited by hand are put back with the next release', async () => {
  await network.lab.writeFile('aachen', '/etc/towline/nftables.d/nftables.conf', '# nothing\n');
  await confirm({ 'vars.open_ports': [8080, 8443] });
  assert.equal(await openPorts(network), '8080 8443');
});

test('a router whose agent.toml does not know the service refuses it, and says what to do', async () => {
  await network.towline(['set', 'vars.open_ports', '[22]', '--site', 'berlin']);
  const { lab } = network;
  const copy = 'cp -r /etc/towline/network/sites/aachen/templates /etc/towline/network/sites/berlin/';
  await lab.exec('controller', ['sh', '-c', copy]);
  const release = await change(network, 'berlin', { services: ['nftables'] });
  const { outcome, reason } = await outcomeOf(network, 'berlin', release);
  assert.equal(outcome, 'refused');
  assert.match(
    reason,
    /files of service nftables, .* does not know: add \[service\.nftables\] or take it out/,
  );
  await change(network, 'berlin', { services: [] });
  await waitUntilGreen(network, 1);
});

test('a service that is taken away leaves neither files nor rules', async () => {
  await network.lab.exec('controller', ['sh', '-c', 'rm -r /etc/towline/network/sites/*/templates']);
  await confirm({ services: [] });
  assert.equal(await siteTable(network), '');
  assert.equal((await network.lab.exec('aachen', ['ls', '-A', '/etc/towline/nftables.d'])).stdout, '');
  assert.equal(await openPorts(network), '8080 8443');
});
