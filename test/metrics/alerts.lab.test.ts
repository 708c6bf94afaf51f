import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperNetwork } from '../../lab/network/paper.ts';
import { until } from '../lab/until.ts';
import { LabPrometheus } from './prometheus.ts';
import { testsWhereAllIsWell } from './where-all-is-well.ts';

let network: LabNetwork;
let prometheus: LabPrometheus;
before(async () => {
  network = await paperNetwork();
  // What waits for minutes waits for seconds here, and what looks back over half an hour looks back over 40 s.
  const { stdout } = await network.towline(['export', 'alerts']);
  const rules = stdout.replaceAll(/for: \d+[mh]/g, 'for: 2s').replaceAll(/\[\d+[mh]\]/g, '[40s]');
  prometheus = await LabPrometheus.start(network, rules);
});
after(async () => {
  await prometheus?.stop();
  await network?.lab.down();
});

const shell = (node: string, script: string) => network.lab.exec(node, ['bash', '-c', script]);

async function waitFor(alerts: readonly string[], deadlineMs = 90_000): Promise<void> {
  let firing: string[] = [];
  await until(
    `${alerts.join(', ')} fire`,
    async () => {
      firing = await prometheus.firing();
      return alerts.every((alert) => firing.includes(alert));
    },
    deadlineMs,
  ).catch((error: unknown) => {
    throw new Error(`these fire: ${firing.join(', ')}`, { cause: error });
  });
}

async function waitForNone(deadlineMs = 150_000): Promise<void> {
  let firing: string[] = [];
  await until(
    'no alert fires',
    async () => {
      firing = await prometheus.firing();
      return firing.length === 0;
    },
    deadlineMs,
  ).catch((error: unknown) => {
    throw new Error(`these fire still: ${firing.join(', ')}`, { cause: error });
  });
}

/** The loader knows where the libraries of this machine's kind are. */
const anHourAhead = {
  LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
  FAKETIME: '+3600',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  DONT_FAKE_MONOTONIC: '1',
};

/** Asks to join from a machine with a state folder of its own, perhaps with the keys of another one. */
async function joinAs(machine: string, name: string, keysOf?: string): Promise<void> {
  const { lab } = network;
  const [state, config] = [`/var/lib/${name}`, `/var/lib/${name}.toml`];
  await lab.writeFile(machine, config, `state_dir = "${state}"\nruntime_dir = "/run/${name}"\n`);
  if (keysOf !== undefined) {
    await shell(machine, `mkdir -p -m 700 ${state}/keys`);
    const keys = '/var/lib/towline/keys';
    for (const file of (await shell(keysOf, `ls ${keys}`)).stdout.trim().split('\n'))
      await lab.writeFile(
        machine,
        `${state}/keys/${file}`,
        await lab.readFile(keysOf, `${keys}/${file}`),
        0o600,
      );
  }
  const command = ['--config', config, 'enroll', network.joinString];
  const { exitCode } = await network.agent(machine, command, { allowFailure: true, timeoutMs: 300_000 });
  assert.notEqual(exitCode, 0, 'nobody let it in');
}

async function linkIs(node: string, peer: string, value: 0 | 1): Promise<void> {
  await until(`${node} says that the link with ${peer} is ${value === 1 ? 'up' : 'down'}`, async () => {
    const [found] = (await prometheus.query(`towline_link_up{node="${node}",peer="${peer}"}`)) ?? [];
    return found?.value[1] === String(value);
  });
}

const birdPid = 'cat /run/towline/bird.pid 2>/dev/null || pidof bird';
const pending = z.object({ pending: z.array(z.object({ code: z.string() })) });

testsWhereAllIsWell(() => ({ network, prometheus }));

test('where all is well nothing fires', async () => {
  await waitForNone();
});

test('faults of links, programs, machines and releases fire their alerts, and clear', async () => {
  const { lab } = network;
  const set = (node: string, key: string, value: string) =>
    network.towline(['set', key, value, '--node', node]);

  // Hamburg cannot prove its bundle, three times; Berlin takes fewer prefixes than come.
  await set('hamburg', 'confirm.require', '["ping:192.0.2.1"]');
  await set('hamburg', 'confirm.window_s', '5');
  await set('berlin', 'bgp.import_limit', '1');
  await network.release('one that cannot be proved');
  // One by hand, one whose metrics are filtered, one whose BIRD hangs, one whose agent is gone.
  await shell('goettingen', 'ip addr add 10.99.0.1/32 dev tl-hamburg');
  await shell(
    'aachen',
    'nft add table ip6 t; nft "add chain ip6 t i { type filter hook input priority -300; }"; nft add rule ip6 t i tcp dport 9901 drop',
  );
  await shell('chemnitz', `kill -STOP $(${birdPid})`);
  await network.stopAgent('essen');
  // A full disk; and a wrong clock at the end of the only link of Frankfurt, which is cut.
  await network.stopAgent('dresden');
  await shell(
    'dresden',
    `cp -a /var/lib/towline /var/lib/kept && mount -t tmpfs -o size=100m tmpfs /var/lib/towline &&
    cp -a /var/lib/kept/. /var/lib/towline/ && head -c 96M /dev/zero >/var/lib/towline/filler`,
  );
  network.startAgent('dresden');
  await network.stopAgent('frankfurt');
  network.startAgent('frankfurt', anHourAhead);
  await lab.cutLink('aachen', 'frankfurt');
  await shell('berlin', 'birdc disable link_essen');
  // A copy of Aachen's disk, and one more that waits for its approval.
  await joinAs('goettingen', 'clone', 'aachen');
  const waiting = joinAs('goettingen', 'new');
  for (let round = 0; round < 3; round++) {
    await lab.cutLink('aachen', 'dresden');
    await linkIs('dresden', 'aachen', 0);
    await lab.healLink('aachen', 'dresden');
    await linkIs('dresden', 'aachen', 1);
  }
  await waitFor([
    'TowlineDrift goettingen',
    'TowlineAgentNotScraped aachen',
    'TowlineBirdDown chemnitz',
    'TowlineNodeAway essen',
    'TowlineDiskFull dresden',
    'TowlineClockOff frankfurt',
    'TowlineLinkDown frankfurt',
    'TowlineNodeIsolated frankfurt',
    'TowlineBgpDown berlin',
    'TowlinePrefixLimit berlin',
    'TowlineWaitsForApproval',
    'TowlineReleaseFailed hamburg',
    'TowlineBundleQuarantined hamburg',
  ]);
  // What looks back over a while has perhaps cleared by itself.
  const fired = await prometheus.query('max_over_time(ALERTS{alertstate="firing"}[10m])');
  const names = (fired ?? []).map(({ metric }) => `${metric.alertname} ${metric.node ?? ''}`.trim());
  for (const alert of [
    'TowlineSecondRouter',
    'TowlineLinkFlaps dresden',
    'TowlineReleasePending hamburg',
    'TowlineRolledBack hamburg',
  ])
    assert.ok(names.includes(alert), `${alert} is not one of ${names.join(', ')}`);

  await set('hamburg', 'confirm.require', '[]');
  await set('hamburg', 'confirm.window_s', '60');
  await set('berlin', 'bgp.import_limit', '1000');
  await shell('goettingen', 'ip addr del 10.99.0.1/32 dev tl-hamburg');
  await shell('berlin', 'birdc enable link_essen');
  await shell('aachen', 'nft delete table ip6 t');
  await shell('chemnitz', `kill -CONT $(${birdPid})`);
  network.startAgent('essen');
  await shell('dresden', 'rm /var/lib/towline/filler');
  await network.stopAgent('frankfurt');
  network.startAgent('frankfurt');
  await lab.healLink('aachen', 'frankfurt');
  const [request] = pending.parse(await network.towlineJson(['pending'])).pending;
  await network.towline(['deny', request?.code ?? '']);
  await waiting;
  await network.release('one that can be proved');
  await waitForNone();
});

test('a controller that is gone fires its alert', async () => {
  await network.stopController();
  await waitFor(['TowlineControllerDown']);
  await network.startController();
  await waitForNone();
});
