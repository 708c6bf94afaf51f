import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperNetwork } from '../../lab/network/paper.ts';
import { until } from '../lab/until.ts';
import { LabPrometheus } from './prometheus.ts';

let network: LabNetwork;
let prometheus: LabPrometheus;
before(async () => {
  network = await paperNetwork();
  // What waits for minutes waits for seconds here, and what looks back over half an hour looks back over one minute.
  const { stdout } = await network.towline(['export', 'alerts']);
  const rules = stdout.replaceAll(/for: \d+[mh]/g, 'for: 2s').replaceAll(/\[\d+[mh]\]/g, '[60s]');
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

const birdPid = 'cat /run/towline/bird.pid 2>/dev/null || pidof bird';
const pending = z.object({ pending: z.array(z.object({ code: z.string() })) });

test('where all is well nothing fires', async () => {
  await waitForNone();
});

test('faults of links, programs and machines fire their alerts, and clear', async () => {
  const { lab } = network;
  // One by hand (drift), one whose BIRD hangs, one whose metrics are filtered, one whose agent is gone.
  await shell('berlin', 'ip addr add 10.99.0.1/32 dev tl-aachen');
  await shell('chemnitz', `kill -STOP $(${birdPid})`);
  await shell(
    'dresden',
    'nft add table ip6 t; nft "add chain ip6 t i { type filter hook input priority -300; }"; nft add rule ip6 t i tcp dport 9901 drop',
  );
  await network.stopAgent('essen');
  // Frankfurt has one link only.
  await lab.cutLink('aachen', 'frankfurt');
  await shell('hamburg', 'birdc disable link_goettingen');
  // One more that waits for its approval.
  await lab.writeFile('goettingen', '/root/new.toml', 'state_dir = "/root/new"\nruntime_dir = "/run/new"\n');
  const asking = network.agent('goettingen', ['--config', '/root/new.toml', 'enroll', network.joinString], {
    allowFailure: true,
    timeoutMs: 300_000,
  });
  await waitFor([
    'TowlineDrift berlin',
    'TowlineBirdDown chemnitz',
    'TowlineAgentNotScraped dresden',
    'TowlineNodeAway essen',
    'TowlineLinkDown aachen',
    'TowlineLinkDown frankfurt',
    'TowlineNodeIsolated frankfurt',
    'TowlineBgpDown goettingen',
    'TowlineWaitsForApproval',
  ]);
  await shell('berlin', 'ip addr del 10.99.0.1/32 dev tl-aachen');
  await shell('chemnitz', `kill -CONT $(${birdPid})`);
  await shell('dresden', 'nft delete table ip6 t');
  network.startAgent('essen');
  await lab.healLink('aachen', 'frankfurt');
  await shell('hamburg', 'birdc enable link_goettingen');
  const [request] = pending.parse(await network.towlineJson(['pending'])).pending;
  await network.towline(['deny', request?.code ?? '']);
  await asking;
  await waitForNone();
});

test('a release that fails, a flood of prefixes, a copied disk, a wrong clock and a full disk fire theirs', async () => {
  const { lab } = network;
  const set = (node: string, key: string, value: string) =>
    network.towline(['set', key, value, '--node', node]);
  await set('hamburg', 'confirm.require', '["ping:192.0.2.1"]');
  await set('hamburg', 'confirm.window_s', '10');
  await set('berlin', 'bgp.import_limit', '1');
  await network.release('one that cannot be proved');
  await lab.exec('goettingen', ['mkdir', '-p', '/root/clone/keys']);
  for (const file of (await shell('aachen', 'cd /var/lib/towline/keys && ls')).stdout.trim().split('\n'))
    await lab.writeFile(
      'goettingen',
      `/root/clone/keys/${file}`,
      await lab.readFile('aachen', `/var/lib/towline/keys/${file}`),
      0o600,
    );
  const toml = 'state_dir = "/root/clone"\nruntime_dir = "/run/clone"\n';
  await lab.writeFile('goettingen', '/root/clone.toml', toml);
  await network.agent('goettingen', ['--config', '/root/clone.toml', 'enroll', network.joinString], {
    allowFailure: true,
    timeoutMs: 20_000,
  });
  await network.stopAgent('chemnitz');
  network.startAgent('chemnitz', {
    LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
    FAKETIME: '+3600',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  });
  await network.stopAgent('dresden');
  await shell(
    'dresden',
    `cp -a /var/lib/towline /root/kept && mount -t tmpfs -o size=50m tmpfs /var/lib/towline && cp -a /root/kept/. /var/lib/towline/
    head -c 48M /dev/zero >/var/lib/towline/filler`,
  );
  network.startAgent('dresden');
  await waitFor([
    'TowlineReleaseFailed hamburg',
    'TowlineBundleQuarantined hamburg',
    'TowlineRolledBack hamburg',
    'TowlinePrefixLimit berlin',
    'TowlineSecondRouter',
    'TowlineClockOff chemnitz',
    'TowlineDiskFull dresden',
  ]);
  const pendingOnes = await prometheus.query(
    'max_over_time(ALERTS{alertname="TowlineReleasePending",node="hamburg"}[5m])',
  );
  assert.equal(
    pendingOnes?.some(({ metric }) => metric.alertstate === 'firing'),
    true,
    'it was pending meanwhile',
  );

  await set('hamburg', 'confirm.require', '[]');
  await set('berlin', 'bgp.import_limit', '1000');
  await network.release('one that can');
  await network.stopAgent('chemnitz');
  network.startAgent('chemnitz');
  await shell('dresden', 'rm /var/lib/towline/filler');
  await waitForNone();
});

test('a link that flaps and a controller that is gone fire theirs', async () => {
  const { lab } = network;
  const upAt = (value: number) =>
    until(`the link is ${value === 1 ? 'up' : 'down'}`, async () => {
      const [found] = (await prometheus.query('towline_link_up{node="berlin",peer="dresden"}')) ?? [];
      return found?.value[1] === String(value);
    });
  for (let round = 0; round < 3; round++) {
    await lab.cutLink('berlin', 'dresden');
    await upAt(0);
    await lab.healLink('berlin', 'dresden');
    await upAt(1);
  }
  await waitFor(['TowlineLinkFlaps berlin']);
  await network.stopController();
  await waitFor(['TowlineControllerDown']);
  await network.startController();
  await waitForNone();
});
