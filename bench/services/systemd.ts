import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { shippedPrograms } from '../../lab/network/programs.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { Container, enterContainer } from './container.ts';
import { debianRoot, requirePrograms } from './root.ts';
import { expect, Steps, until } from './steps.ts';
import { withoutLoss } from './traffic.ts';
import { tryUpgrades } from './upgrade.ts';

/** The router with systemd and the packages, and the other one, which is as every router of the lab. */
const [router, other] = ['aachen', 'berlin'];
const asAgent = 'setpriv --reuid=towline-agent --regid=towline-agent --init-groups --';

/** Becomes the package's agent in the container, or else the one whose argument vector comes first. */
const agentScript = `router=$1 words=$2; shift 2
if [ "$(hostname)" = "$router" ]; then shift "$words"; ${enterContainer} ${asAgent} towline-agent "$@"; fi
exec "$@"`;

/**
 * A router with systemd as process 1 and the agent's package, in a network with another one: installed, enrolled, and
 * then its agent restarted, killed, stopped and updated while packets go through it; last booted without a network, and
 * purged.
 *
 * @param packages folder of the packages
 */
export async function trySystemd(packages: string, signal: AbortSignal): Promise<Steps> {
  await requirePrograms({ 'systemd-nspawn': 'systemd-container', debootstrap: 'debootstrap' });
  const root = await debianRoot(signal);
  const inventory = join(projectFolder(), 'test/services/network');
  const lab = await Lab.up(await describeInventory(inventory), { signal });
  const container = new Container(lab, router, root);
  const steps = new Steps();
  try {
    await steps.take('systemd boots', async () => {
      await container.boot();
      return `systemd ${(await container.sh('systemctl --version')).split(/\s/)[1]}, Node ${await container.sh('node --version')}, ${await container.sh('bird --version 2>&1')}`;
    });
    const network = new LabNetwork(lab, { programs: { ...shippedPrograms(), agent: agentOf() } });
    await walk(steps, network, container, packages);
  } finally {
    if (steps.done.some(({ isGood }) => !isGood)) {
      const journal = await container
        .sh('journalctl -b --no-pager -o cat -u "towline-*" | tail -40; systemctl --no-pager --failed')
        .catch(String);
      process.stderr.write(`${journal}\n`);
    }
    await lab.down();
    steps.print('systemd');
  }
  return steps;
}

function agentOf(): string[] {
  const { agent } = shippedPrograms();
  return ['bash', '-c', agentScript, 'agent', router, String(agent.length), ...agent];
}

async function walk(steps: Steps, network: LabNetwork, container: Container, packages: string) {
  const { lab } = network;
  const { ipv4 = '' } = lab.hostAddresses(router);
  const deb = readdirSync(packages).find((name) => name.endsWith('_all.deb')) ?? '';
  const install = async () => {
    await lab.exec(router, ['cp', join(packages, deb), '/tmp/root/tmp-agent.deb']);
    await container.exec(['env', 'DEBIAN_FRONTEND=noninteractive', 'dpkg', '--install', '/tmp-agent.deb'], {
      timeoutMs: 300_000,
    });
  };
  const property = async (unit: string, name: string) =>
    container.sh(`systemctl show --value -p ${name} ${unit}`);
  const mainPid = (unit: string) => property(unit, 'MainPID');
  /** Numbers of the processes that carry packets. */
  const carriers = async () => container.sh('pgrep -x "bird|wireguard-go" | sort -n | xargs');
  const stateOfAgent = () => property('towline-agent.service', 'ActiveState');
  const isActive = async () => (await stateOfAgent()) === 'active';
  /** Does something to the agent while packets go through the router; resolves to what was lost. */
  const underTraffic = (task: () => Promise<void>) =>
    withoutLoss(lab, `host-${other}`, ipv4, async () => {
      await task();
      await until('the agent is active', isActive, 120_000);
    });
  const restarted = async (task: () => Promise<void>, timeoutMs = 120_000) => {
    const before = await mainPid('towline-agent.service');
    expect(Number(before) > 0, `its process was: ${before}`);
    const words = await underTraffic(async () => {
      await task();
      await until(
        'there is another agent',
        async () => {
          const now = await mainPid('towline-agent.service');
          return Number(now) > 0 && now !== before;
        },
        timeoutMs,
      );
    });
    return words;
  };

  await steps.take('dpkg installs the agent', async () => {
    await install();
    const units = await container.sh(
      'systemctl is-enabled towline-prepare towline-root-helper towline-agent bird | xargs',
    );
    expect(units === 'enabled enabled enabled disabled', `is-enabled says: ${units}`);
    const distribution = await property('bird.service', 'ActiveState');
    expect(distribution === 'inactive', `the BIRD of the distribution is: ${distribution}`);
    const owner = await container.sh('stat -c "%U %a" /var/lib/towline; id -nG towline-agent');
    expect(/^towline-agent 755\n.*\bbird\b/.test(owner), owner);
    return "units enabled, the distribution's BIRD disabled, user in its group";
  });
  await steps.take('a router that is not enrolled', async () => {
    await container.exec(['systemctl', 'start', 'towline-agent.service']);
    expect((await property('towline-agent.service', 'ConditionResult')) === 'no', 'the agent was started');
    return 'the agent waits for its enrollment, without an error';
  });
  await steps.take('enrolled, started, released', async () => {
    await network.initController('services', join(projectFolder(), 'test/services/network'));
    await network.enroll(undefined, { deadlineMs: 300_000 });
    await container.exec(['systemctl', 'start', 'towline-agent.service']);
    network.startAgent(other);
    await network.release('the first one');
    await waitUntilGreen(network, 1, { deadlineMs: 300_000 });
    return `${await property('towline-agent.service', 'ActiveState')}, link established`;
  });
  await steps.take('BIRD and wireguard-go', async () => {
    const units = await container.sh(
      `systemctl list-units --no-legend --plain --state=running 'towline-*' | cut -d' ' -f1 | xargs`,
    );
    expect(units.includes('towline-bird.service'), units);
    if (lab.wireGuard === 'userspace')
      for (const name of [`tl-${other}`, 'tlmgmt'])
        expect(units.includes(`towline-wireguard@${name}.service`), units);
    const agents = await container.sh(
      'systemctl show --value -p ControlGroup towline-agent.service | xargs -I{} cat /sys/fs/cgroup{}/cgroup.procs | xargs -n1 -I{} cat /proc/{}/comm | sort -u | xargs',
    );
    expect(agents !== '' && !/bird|wireguard/.test(agents), `with the agent: ${agents}`);
    const rights = await container.sh(
      `for unit in towline-agent towline-bird; do grep -E '^(Uid|CapEff|CapBnd):' /proc/$(systemctl show --value -p MainPID $unit)/status; done | awk '{ print $1, $NF }' | xargs`,
    );
    return `each in a unit of its own: ${units.replaceAll('.service', '')}; agent, bird: ${rights}`;
  });
  const before = await carriers();
  await steps.take('systemctl restart towline-agent', () =>
    restarted(async () => void (await container.exec(['systemctl', 'restart', 'towline-agent.service']))),
  );
  await steps.take('kill -9 of the agent', () =>
    restarted(
      async () => void (await container.sh('systemctl kill --kill-whom=main -s KILL towline-agent.service')),
    ),
  );
  await steps.take('systemctl stop, 10 s, start', () =>
    underTraffic(async () => {
      await container.exec(['systemctl', 'stop', 'towline-agent.service', 'towline-root-helper.service']);
      const state = await stateOfAgent();
      expect(state === 'inactive', `the agent is: ${state}`);
      await delay(10_000);
      await container.exec(['systemctl', 'start', 'towline-agent.service']);
    }),
  );
  await steps.take('kill -STOP of the agent: the watchdog', async () => {
    const words = await restarted(
      async () =>
        void (await container.sh('kill -STOP $(systemctl show --value -p MainPID towline-agent.service)')),
      500_000,
    );
    const result = await container.sh(
      'journalctl -b --no-pager -o cat -u towline-agent.service | grep -ci "watchdog timeout"',
    );
    expect(Number(result) > 0, 'the watchdog did not do it');
    return words;
  });
  await tryUpgrades(steps, { network, router, packages, restarted });
  await steps.take('the same package once more', () => restarted(install));
  await steps.take('processes that carry packets', async () => {
    const after = await carriers();
    expect(before !== '' && after === before, `were ${before}, are ${after}`);
    return `the same since the first release: ${after}`;
  });
  await steps.take('boot without a network', async () => {
    await container.powerOff();
    await lab.exec(router, ['ip', 'link', 'set', 'wan0', 'down']);
    await container.boot();
    await until('the agent is active', isActive, 60_000);
    const links = await container.sh(`ip -o link show dev tl-${other} | wc -l; pgrep -c -x bird`);
    expect(links === '1\n1', `links and BIRDs: ${links}`);
    return `agent ready after ${await container.sh('echo $(( ($(systemctl show --value -p ActiveEnterTimestampMonotonic towline-agent) - $(systemctl show --value -p UserspaceTimestampMonotonic)) / 1000 ))')} ms; links and BIRD from disk`;
  });
  await steps.take('dpkg --purge', async () => {
    await container.exec(['dpkg', '--purge', 'towline-agent'], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: 300_000,
    });
    const left =
      await container.sh(`find / -xdev -iname '*towline*' ! -path '/proc/*' ! -path '/var/log/journal/*' ! -path '/tmp/*' ! -path '/sys/*' 2>/dev/null
      find /run -iname '*towline*' ! -path '/run/log/*' ! -path '/run/systemd/*'; getent passwd towline-agent; getent group towline-agent
      ip -o link show | grep -o 'tl[-m][^:]*'; ip rule | grep 740; ip -6 rule | grep 740; nft list tables | grep towline; pgrep -a -x 'bird|wireguard-go'
      echo looked`);
    expect(left === 'looked', `left: ${left}`);
    return 'no file, user, link, rule or process is left';
  });
}
