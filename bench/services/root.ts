import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';

/** What a router has beside the agent's package; the same as that depends on, and wireguard-go. */
const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'procps', 'adduser', 'ca-certificates'],
  ...['nodejs', 'bird2', 'wireguard-tools', 'wireguard-go', 'iproute2', 'nftables', 'iputils-ping'],
];
const suite = 'trixie';

/** Folder of a Debian with these packages; made at the first call, which takes minutes, and kept outside the sources. */
export async function debianRoot(signal: AbortSignal): Promise<string> {
  const root = `${process.env.TOWLINE_BENCH_DIR ?? '/var/cache/towline'}/roots/${suite}`;
  if (existsSync(root)) return root;
  process.stderr.write(`a Debian in ${root}: this takes some minutes, once\n`);
  await mkdir(dirname(root), { recursive: true });
  const work = `${root}.new`;
  // Of a run that was interrupted.
  await rm(work, { recursive: true, force: true });
  const args = ['--variant=minbase', `--include=${packages.join()}`, suite, work];
  await execa('debootstrap', args, { cancelSignal: signal, stdout: 'ignore' });
  await rename(work, root);
  return root;
}

/** Installs Debian packages that the machine lacks, as root. Throws `failed`, with the command, for anybody else. */
export async function requirePrograms(wanted: Readonly<Record<string, string>>): Promise<void> {
  const have = (program: string) =>
    ['/usr/bin', '/usr/sbin', '/sbin', '/bin'].some((dir) => existsSync(`${dir}/${program}`));
  const missing = [
    ...new Set(
      Object.entries(wanted)
        .filter(([program]) => !have(program))
        .map(([, name]) => name),
    ),
  ];
  if (process.geteuid?.() !== 0)
    throw new TowlineError('failed', 'machines with an init system of their own take root: run this as root');
  if (missing.length === 0) return;
  process.stderr.write(`installing Debian packages: ${missing.join(' ')}\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const apt = ['-o', 'DPkg::Lock::Timeout=300'];
  await execa('apt-get', [...apt, 'update'], { env, stdout: 'ignore' });
  await execa('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...missing], {
    env,
    stdout: 'ignore',
  });
}
