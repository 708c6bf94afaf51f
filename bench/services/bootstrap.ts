import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { controller } from '../../lab/topology/description.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { Container, enterContainer } from './container.ts';
import { fingerprint, listed } from './left-over.ts';
import { bareDebianRoot, debianPackages, requirePrograms } from './root.ts';
import { expect, Steps, until } from './steps.ts';

/** The router that the line is pasted on, and the one whose SD card has a file. */
const [pasted, card] = ['aachen', 'berlin'];
const repository = '/srv/debian';
const asController = 'setpriv --reuid=towline --regid=towline --init-groups -- towline';
const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 400_000 };
const joinSchema = z.object({ line: z.string(), join_string: z.string() });
const pendingSchema = z.object({ pending: z.array(z.object({ code: z.string(), host_name: z.string() })) });

/**
 * From bare Debians to routed packets: the controller's package installed by apt and its service run, one router by the
 * line of `towline join`, one by a file on its boot partition; then what running the script again and `--uninstall` leave.
 *
 * @param packages folder of the packages
 */
export async function tryBootstrap(packages: string, signal: AbortSignal): Promise<Steps> {
  await requirePrograms({ 'systemd-nspawn': 'systemd-container', debootstrap: 'debootstrap' });
  const [root, debian] = [await bareDebianRoot(signal), await debianPackages(signal)];
  const inventory = join(projectFolder(), 'test/services/network');
  const lab = await Lab.up(await describeInventory(inventory), { signal });
  const machines = Object.fromEntries(
    [controller, pasted, card].map((name) => [
      name,
      new Container(lab, name, root, [`--bind-ro=${debian}:${repository}`]),
    ]),
  );
  const steps = new Steps();
  const inController = ['bash', '-c', `${enterContainer} ${asController} "$@"`, 'towline'];
  const network = new LabNetwork(lab, { programs: { controller: inController, agent: ['false'] } });
  try {
    await steps.take('three bare Debians boot', async () => {
      await Promise.all(Object.values(machines).map((machine) => machine.boot()));
      const source = `deb [trusted=yes] file:${repository} ./`;
      for (const machine of Object.values(machines))
        await machine.sh('echo "$1" >/etc/apt/sources.list; rm -rf /etc/apt/sources.list.d/*', source);
      return `systemd ${(await machineOf(machines, pasted).sh('systemctl --version')).split(/\s/)[1]}, no Node, BIRD or WireGuard`;
    });
    await walk(steps, network, machines, packages);
  } finally {
    if (steps.done.some(({ isGood }) => !isGood))
      for (const machine of Object.values(machines)) {
        const words =
          'journalctl -b --no-pager -o cat -u "towline*" | tail -15; systemctl --no-pager --failed';
        process.stderr.write(`${machine.name}:\n${await machine.sh(words).catch(String)}\n`);
      }
    await lab.down();
    steps.print('bootstrap');
  }
  return steps;
}

function machineOf(machines: Readonly<Record<string, Container>>, name: string): Container {
  const machine = machines[name];
  if (machine === undefined) throw new Error(`there is no ${name}`);
  return machine;
}

async function walk(
  steps: Steps,
  network: LabNetwork,
  machines: Readonly<Record<string, Container>>,
  packages: string,
): Promise<void> {
  const { lab } = network;
  const [main, router, sdCard] = [controller, pasted, card].map((name) => machineOf(machines, name)) as [
    Container,
    Container,
    Container,
  ];
  const { ipv4: target = '' } = lab.hostAddresses(card);
  const seconds = (begun: number) => Math.round((performance.now() - begun) / 100) / 10;
  const release = async (message: string) => {
    await network.towline(['commit', '-m', message]);
    await network.towline(['activate']);
  };
  const packetsPass = () =>
    until(
      `a packet comes from the LAN of ${pasted} to that of ${card}`,
      async () => (await lab.ping(`host-${pasted}`, target, { count: 1, timeoutMs: 300 })).lost === 0,
      120_000,
    );
  /** Pastes the line and approves what it asks for. Resolves to how long it took to the line's end, and to a packet. */
  const paste = async (approval: readonly string[]) => {
    const { line } = joinSchema.parse(await network.towlineJson(['join']));
    const begun = performance.now();
    const running = router.exec(['sh', '-c', line], { timeoutMs: 400_000 });
    running.catch(() => undefined);
    const code = await until(
      'the router is in towline pending',
      async () => {
        await Promise.race([running, Promise.resolve()]);
        const { pending } = pendingSchema.parse(await network.towlineJson(['pending']));
        return pending.find(({ host_name }) => host_name === pasted)?.code;
      },
      400_000,
    );
    const pendingAfter = seconds(begun);
    await network.towline(['approve', code, ...approval]);
    const { stderr } = await running;
    expect(stderr.includes(code), `the router did not show the code ${code}: ${stderr}`);
    await release(`${pasted} joins`);
    await packetsPass();
    return { pendingAfter, whole: seconds(begun) };
  };

  await steps.take("apt installs the controller's package, and its service runs", async () => {
    const deb = readdirSync(packages).find((name) => /^towline_.*\.deb$/.test(name)) ?? '';
    await lab.exec(controller, ['cp', join(packages, deb), '/tmp/root/towline.deb']);
    await main.exec(['apt-get', '-qq', 'update'], quiet);
    const apt = ['apt-get', '-qq', 'install', '-y', '--no-install-recommends'];
    await main.exec([...apt, '/towline.deb', 'wireguard-go'], quiet);
    const { ipv4 = '' } = lab.publicAddresses(controller);
    await network.towline(['init', '--name', 'bootstrap', '--endpoint', ipv4]);
    await main.exec(['systemctl', 'start', 'towline.service'], quiet);
    for (const name of [pasted, card]) {
      const { ipv4: host = '' } = lab.lanAddresses(name);
      await network.towline(['site', 'add', name]);
      const lan = ['--lan', `${host.replace(/\.\d+$/, '.0')}/24`];
      await network.towline(['node', 'add', name, '--site', name, ...lan]);
    }
    const seen = await main.sh(
      'dpkg -s towline | grep ^Status; systemctl is-active towline; systemctl show -p User -p NRestarts --value towline | xargs',
    );
    expect(seen === 'Status: install ok installed\nactive\n0 towline', seen);
    const shelf = await network.towline(['packages', 'list']);
    expect(/towline-agent_.*_all\.deb/.test(shelf.stdout), shelf.stdout);
    return 'installed, active, serves the agent that came with it';
  });

  await steps.take('an SD card with a file: installed, rebooted, a node', async () => {
    const { line, join_string: secret } = joinSchema.parse(
      await network.towlineJson(['token', 'create', '--node', card]),
    );
    await sdCard.exec(['sh', '-c', `${line.replace(/'towline:.*$/, '')} --install-only '${secret}'`], quiet);
    expect((await sdCard.sh('ls /var/lib/towline')) === '', 'the image has something of a router');
    await sdCard.sh('mkdir -p /boot/firmware; echo "$1" >/boot/firmware/towline-join', secret);
    await sdCard.powerOff();
    const begun = performance.now();
    await sdCard.boot();
    await until(
      'it is a node',
      async () => (await sdCard.sh('systemctl is-active towline-agent')) === 'active',
      120_000,
    );
    const took = seconds(begun);
    const left = await sdCard.sh(
      'ls /boot/firmware /var/lib/towline/join 2>/dev/null; grep -rl "$1" /var/lib /etc /boot',
      secret,
    );
    expect(left === '/boot/firmware:' || left === '', `the file is still there: ${left}`);
    return `node ${took} s after its power came, with a token; the file is gone`;
  });

  await release('the first one');
  const before = { files: await listed(router), packages: await router.sh(packageList) };
  await steps.take('a bare Debian, the one line, approved, released: to the first packet', async () => {
    const { pendingAfter, whole } = await paste(['--node', pasted]);
    expect(whole < 300, `it took ${whole} s`);
    return `${whole} s, of which ${pendingAfter} s until towline pending showed it`;
  });
  await waitUntilGreen(network, 1, { deadlineMs: 120_000 });

  const again = async () => {
    const { line } = joinSchema.parse(await network.towlineJson(['join']));
    return router.exec(['sh', '-c', line], quiet);
  };
  await steps.take('the line once more', async () => {
    const was = await fingerprint(router);
    const { stderr } = await again();
    const changed = difference(was, await fingerprint(router));
    expect(changed.length === 0, `changed: ${changed.slice(0, 20).join(' ')}`);
    return `${was.length} files, none changed, with the times of their last change: ${stderr.trim()}`;
  });

  const uninstall = async () => {
    await router.exec(['sh', '-c', uninstallScript, 'sh', join('/srv/script')], quiet);
  };
  await lab.exec(pasted, ['mkdir', '-p', '/tmp/root/srv/script']);
  await lab.exec(pasted, [
    'cp',
    join(projectFolder(), 'packaging/bootstrap/bootstrap.sh'),
    '/tmp/root/srv/script/bootstrap.sh',
  ]);
  await steps.take('--uninstall', async () => {
    await uninstall();
    const now = (await listed(router)).filter((path) => !path.startsWith('/srv/script'));
    const changed = difference(before.files, now);
    expect(changed.length === 0, `files that are not as before: ${changed.slice(0, 30).join(' ')}`);
    expect((await router.sh(packageList)) === before.packages, 'other packages than before');
    const processes = await router.sh(
      'pgrep -a -x "bird|wireguard-go|node"; ip -o link | grep -o "tl[-m][^:]*"',
    );
    expect(processes === '', processes);
    return `${before.files.length} paths and ${before.packages.split('\n').length} packages, as before`;
  });

  await steps.take("the same with the distribution's packages there: Towline's own part", async () => {
    const wanted = 'nodejs bird2 wireguard-tools wireguard-go iproute2 nftables iputils-ping adduser';
    await router.exec(['apt-get', '-qq', 'update'], quiet);
    await router.exec(
      ['apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...wanted.split(' ')],
      quiet,
    );
    const there = await router.sh(packageList);
    const { pendingAfter, whole } = await paste(['--as', pasted]);
    expect(whole < 20, `it took ${whole} s`);
    await uninstall();
    expect((await router.sh(packageList)) === there, 'packages that were there are gone');
    return `${whole} s, of which ${pendingAfter} s until towline pending showed it; uninstalled, and they are still there`;
  });
}

const packageList = `dpkg-query -W -f '\${db:Status-Abbrev} \${binary:Package} \${Version}\\n'`;
const uninstallScript = 'sh "$1/bootstrap.sh" --uninstall';

/** What one list has and the other has not. */
function difference(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `-${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+${line}`),
  ];
}
