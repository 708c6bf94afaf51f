import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { until } from '../lab/until.ts';
import { probeLinks } from '../network/fixture.ts';

const sites = ['aachen', 'berlin', 'celle'] as const;
const linkCount = 3;
let network: LabNetwork;
before(async () => {
  network = await meshOf(sites, { values: { 'confirm.window_s': '10' } });
});
after(() => network?.lab.down());

interface Shown {
  readonly state: string;
  readonly release: number;
  readonly wave: number;
  readonly reason: string | null;
  readonly nodes: readonly { name: string; state: string; wave: number | null; reason: string | null }[];
}

const set = (key: string, value: string, ...more: string[]) => network.towline(['set', key, value, ...more]);
const rollout = async (...args: string[]) => {
  const { stdout, exitCode } = await network.towline(['rollout', ...args, '--json'], { allowFailure: true });
  return { exitCode, shown: JSON.parse(stdout) as Shown };
};
const keepalives = async () =>
  Promise.all(
    sites.map(async (site) => {
      const command = ['wg', 'show', 'all', 'persistent-keepalive'];
      const { stdout } = await network.lab.exec(site, command);
      const values = stdout
        .split('\n')
        .flatMap((line) => (line.startsWith('tl-') ? (line.split('\t').at(-1) ?? '') : []));
      return [...new Set(values)].join(' ');
    }),
  );

test('a release goes to a canary, then wave by wave, under traffic and over a controller that is killed', async (context) => {
  const probes = await probeLinks(network, [
    ['aachen', 'berlin'],
    ['berlin', 'celle'],
  ]);
  await set('wireguard.keepalive', '20');
  await network.towline(['commit', '-m', 'another keepalive']);
  await network.towline(['activate', '--canary', 'celle', '--wave', '2', '--pause', 'manual']);
  await until('the canary is well', async () => (await rollout('status')).shown.state === 'paused', 60_000);
  assert.deepEqual(await keepalives(), ['25', '25', '20']);
  await network.controllerService?.kill('SIGKILL');
  await network.controllerService?.exited;
  await network.startController();
  assert.equal((await rollout('status')).shown.state, 'paused');
  const { exitCode, shown } = await rollout('resume', '--wait');
  assert.equal(exitCode, 0);
  assert.deepEqual([shown.state, shown.wave, shown.nodes.length], ['done', 2, 3]);
  assert.ok(shown.nodes.every(({ state }) => state === 'healthy'));
  assert.deepEqual(await keepalives(), Array(3).fill('20'));
  for (const { name, probe } of probes) {
    const { lost, sent } = await probe.stop();
    context.diagnostic(`${name}: ${lost} of ${sent} packets lost`);
    assert.equal(lost, 0, name);
  }
});

test('a release that fails on one router stops there, and all of it is taken back', async () => {
  await set('wireguard.keepalive', '15');
  await set('confirm.require', '["ping:192.0.2.1"]', '--node', 'celle');
  await network.towline(['commit', '-m', 'what celle cannot show']);
  const waited = await network.towline(
    ['activate', '--canary', 'berlin', '--wave', '1', '--pause', '0', '--wait', '--json'],
    { allowFailure: true },
  );
  assert.equal(waited.exitCode, 1);
  const shown = JSON.parse(waited.stdout) as Shown;
  assert.deepEqual([shown.state, shown.reason], ['stopped', '1 of at most 1 failed: celle']);
  const states = Object.fromEntries(shown.nodes.map(({ name, state }) => [name, state]));
  assert.deepEqual(states, { aachen: 'waiting', berlin: 'healthy', celle: 'failed' });
  assert.match(shown.nodes.find(({ name }) => name === 'celle')?.reason ?? '', /192\.0\.2\.1/);
  assert.deepEqual(await keepalives(), ['20', '15', '20']);
  const back = await rollout('abort', '--rollback', '--wait');
  assert.deepEqual([back.exitCode, back.shown.state], [0, 'aborted']);
  assert.deepEqual(await keepalives(), Array(3).fill('20'));
  await waitUntilGreen(network, linkCount);
});
