import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { shippedPrograms } from '../../lab/network/programs.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { requirePrograms } from './root.ts';
import { expect, Steps, until } from './steps.ts';
import { withoutLoss } from './traffic.ts';
import { tryUpgrades } from './upgrade.ts';

const [router, other] = ['aachen', 'berlin'];

/** This computer's files with a writable layer over them, in which OpenRC begins with empty runlevels. */
const layScript = `set -e
mkdir -p /tmp/layer/upper /tmp/layer/work /tmp/root
mount -t overlay overlay -o lowerdir=/,upperdir=/tmp/layer/upper,workdir=/tmp/layer/work /tmp/root
for folder in proc sys dev; do mount --rbind /$folder /tmp/root/$folder; done
[ -e /tmp/tun ] || mknod -m 0666 /tmp/tun c 10 200
mount --bind /tmp/tun /tmp/root/dev/net/tun
mount -t tmpfs -o mode=0755 tmpfs /tmp/root/run
mount -t tmpfs -o mode=1777 tmpfs /tmp/root/tmp
rm -rf /tmp/root/etc/runlevels/*/* /tmp/root/var/lib/towline /tmp/root/etc/towline
mkdir -p /tmp/root/etc/runlevels/boot /tmp/root/etc/runlevels/default /tmp/root/run/openrc /tmp/root/tmp/packages
mount --bind "$1" /tmp/root/tmp/packages
touch /tmp/root/run/openrc/softlevel`;

/** What Alpine's tools do with the recipe; users by Debian's programs. */
const installScript = `set -eu
cd /tmp/packages/alpine; . ./APKBUILD
mkdir /tmp/src; tar -xzf "$source" -C /tmp/src; cd "/tmp/src/$pkgname-$pkgver"
pkgdir=/tmp/pkg; mkdir /tmp/pkg; package; cp -a /tmp/pkg/. /
useradd --system --user-group --home-dir /var/lib/towline --no-create-home --shell /usr/sbin/nologin towline-agent
usermod --append --groups bird towline-agent
install -d -o towline-agent -g towline-agent -m 0755 /var/lib/towline
rc-update -q add towline-prepare boot
for service in towline-root-helper towline-agent; do rc-update -q add $service default; done
mkdir -p /etc/conf.d; printf 'towline_agent_silence_s=40\\n' >/etc/conf.d/towline-agent`;

const asAgent = 'setpriv --reuid=towline-agent --regid=towline-agent --init-groups --';
/** Becomes the package's agent where OpenRC is, or else the one whose argument vector comes first. */
const agentScript = `router=$1 words=$2; shift 2
if [ "$(hostname)" = "$router" ]; then shift "$words"; exec chroot /tmp/root ${asAgent} towline-agent "$@"; fi
exec "$@"`;

/**
 * A router with OpenRC and what Alpine's recipe lays out, on this computer's Debian: its agent started, killed, stopped and
 * left hanging while packets go through it.
 *
 * @param packages folder of the packages
 */
export async function tryOpenRc(packages: string, signal: AbortSignal): Promise<Steps> {
  await requirePrograms({ 'openrc-run': 'openrc' });
  const inventory = join(projectFolder(), 'test/services/network');
  const lab = await Lab.up(await describeInventory(inventory), { signal });
  const steps = new Steps();
  const sh = async (script: string) =>
    (
      await lab.exec(router, ['chroot', '/tmp/root', 'bash', '-c', script], {
        allowFailure: true,
        timeoutMs: 120_000,
      })
    ).stdout.trim();
  try {
    const { agent, ...programs } = shippedPrograms();
    const wrapped = ['bash', '-c', agentScript, 'agent', router, String(agent.length), ...agent];
    const network = new LabNetwork(lab, { programs: { ...programs, agent: wrapped } });
    await walk(steps, network, sh, packages);
  } finally {
    if (steps.done.some(({ isGood }) => !isGood))
      process.stderr.write(`${await sh('tail -n 30 /var/log/towline-*.log; rc-status -a').catch(String)}\n`);
    await lab.down();
    steps.print('OpenRC');
  }
  return steps;
}

async function walk(
  steps: Steps,
  network: LabNetwork,
  sh: (script: string) => Promise<string>,
  packages: string,
) {
  const { lab } = network;
  const { ipv4 = '' } = lab.hostAddresses(router);
  const agentRuns = "pgrep -f '^node /usr/bin/towline-agent run'";
  const agents = () => sh(`${agentRuns} | xargs`);
  const runningAgents = async () => {
    const now = await agents();
    expect(now !== '', 'no agent runs');
    return now;
  };
  const carriers = () => sh('pgrep -x "bird|wireguard-go" | sort -n | xargs');
  const status = async (service: string) =>
    (await sh(`rc-service ${service} status 2>&1`)).replace(/^.*status: /s, '');
  const underTraffic = (task: () => Promise<void>) => withoutLoss(lab, `host-${other}`, ipv4, task);
  const anotherThan = (before: string, timeoutMs?: number) =>
    until(
      'there is another agent, and it has written its status',
      async () => {
        const now = await agents();
        const isFresh = await sh(
          'test -n "$(find /run/towline/status.json -newermt "-2 seconds")" && echo yes',
        );
        return now !== '' && now !== before && isFresh === 'yes';
      },
      timeoutMs,
    );

  await steps.take('the recipe installs the agent', async () => {
    await lab.exec(router, ['bash', '-c', layScript, 'lay', packages]);
    await lab.exec(router, ['chroot', '/tmp/root', 'sh', '-c', installScript]);
    await sh('openrc --no-stop default');
    return (await sh('rc-status --version')).split('\n')[0] ?? '';
  });
  await steps.take('enrolled, started, released', async () => {
    await network.initController('services', join(projectFolder(), 'test/services/network'));
    await network.enroll(undefined, { deadlineMs: 300_000 });
    await sh('rc-service towline-agent start');
    network.startAgent(other);
    await network.release('the first one');
    await waitUntilGreen(network, 1, { deadlineMs: 300_000 });
    const states = await Promise.all(['towline-agent', 'towline-root-helper', 'towline-bird'].map(status));
    expect(
      states.every((state) => state === 'started'),
      states.join(),
    );
    const rights = await sh(
      "grep -E '^(Uid|CapEff|CapBnd):' /proc/$(pgrep -f '^node /usr/bin/towline-agent run')/status | awk '{ print $1, $NF }' | xargs",
    );
    return `agent, root helper and BIRD are supervised; agent: ${rights}`;
  });
  const before = await carriers();
  await steps.take('kill -9 of the agent', () =>
    underTraffic(async () => {
      const old = await runningAgents();
      await sh(`kill -KILL ${old}`);
      await anotherThan(old);
    }),
  );
  await steps.take('rc-service stop, 10 s, start', () =>
    underTraffic(async () => {
      const old = await runningAgents();
      await sh('rc-service towline-agent stop; rc-service towline-root-helper stop');
      // pgrep looked, and found none.
      const found = await sh(`${agentRuns}; echo $?`);
      expect(found === '1', `of the agent: ${found}`);
      await delay(10_000);
      await sh('rc-service towline-root-helper start; rc-service towline-agent start');
      await anotherThan(old);
    }),
  );
  await steps.take('kill -STOP of the agent: the health check, silent for 40 s', () =>
    underTraffic(async () => {
      const old = await runningAgents();
      await sh(`kill -STOP ${old}`);
      await anotherThan(old, 300_000);
    }),
  );
  const restarted = (task: () => Promise<void>) =>
    underTraffic(async () => {
      const old = await runningAgents();
      await task();
      await anotherThan(old);
    });
  await tryUpgrades(steps, { network, router, packages, restarted });
  await steps.take('processes that carry packets', async () => {
    const after = await carriers();
    expect(before !== '' && after === before, `were ${before}, are ${after}`);
    return `the same since the first release: ${after}`;
  });
}
