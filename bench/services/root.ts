import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';

const suite = 'trixie';
/** With systemd as process 1, and with what every machine has that boots by itself. */
const bare = ['systemd', 'systemd-sysv', 'dbus', 'procps', 'ca-certificates'];
/** What a router has beside the agent's package: that depends on it. */
const router = ['adduser', 'nodejs', 'bird2', 'wireguard-tools', 'iproute2', 'nftables', 'iputils-ping'];

/** What a controller has beside that, in a container, too. */
const controller = ['wireguard-go', 'git', 'libstdc++6', 'init-system-helpers', 'libcap2-bin'];

/** Folder of a Debian with the packages of a router; made at the first call, which takes minutes. */
export const debianRoot = (signal: AbortSignal): Promise<string> =>
  kept(suite, signal, (work) => debootstrap([...bare, ...router, 'wireguard-go'], work, signal));

/** The same without anything that a router needs: as an image has it, with curl. */
export const bareDebianRoot = (signal: AbortSignal): Promise<string> =>
  kept(`${suite}-bare`, signal, (work) => debootstrap([...bare, 'curl'], work, signal));

/**
 * Folder of an apt repository (`deb [trusted=yes] file:FOLDER ./`) with what a bare Debian lacks to be a router, or a
 * controller: machines of the lab reach no other.
 */
export async function debianPackages(signal: AbortSignal): Promise<string> {
  const root = await bareDebianRoot(signal);
  return kept(`${suite}-packages`, signal, async (work) => {
    const debian = `${work}.root`;
    try {
      const wanted = [...router, ...controller];
      const args = ['-c', fetchPackages, 'fetch', root, debian, work, ...wanted];
      await execa('sh', args, { cancelSignal: signal, stdout: 'ignore', env: { LC_ALL: 'C.UTF-8' } });
    } finally {
      await rm(debian, { recursive: true, force: true });
    }
  });
}

/** Arguments: the bare root, where to put a copy of it that apt may change, the repository's folder, packages. */
const fetchPackages = `set -eu
root=$1 copy=$2 out=$3; shift 3
rm -rf "$copy"; cp -a "$root" "$copy"; cp /etc/resolv.conf "$copy/etc/resolv.conf"
chroot "$copy" apt-get -qq update
DEBIAN_FRONTEND=noninteractive chroot "$copy" apt-get -qq install -y --no-install-recommends --download-only "$@"
mkdir "$out"; mv "$copy"/var/cache/apt/archives/*.deb "$out"
cd "$out"
for deb in *.deb; do
  dpkg-deb --field "$deb"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(sha256sum "$deb" | cut -d ' ' -f 1)"
done >Packages`;

async function debootstrap(packages: readonly string[], work: string, signal: AbortSignal): Promise<void> {
  const args = ['--variant=minbase', `--include=${packages.join()}`, suite, work];
  await execa('debootstrap', args, { cancelSignal: signal, stdout: 'ignore' });
}

/** A folder that is made once, whole, and kept outside the sources. */
async function kept(
  name: string,
  signal: AbortSignal,
  make: (work: string) => Promise<void>,
): Promise<string> {
  const folder = `${process.env.TOWLINE_BENCH_DIR ?? '/var/cache/towline'}/roots/${name}`;
  if (existsSync(folder)) return folder;
  signal.throwIfAborted();
  process.stderr.write(`a Debian in ${folder}: this takes some minutes, once\n`);
  await mkdir(dirname(folder), { recursive: true });
  const work = `${folder}.new`;
  // Of a run that was interrupted.
  await rm(work, { recursive: true, force: true });
  await make(work);
  await rename(work, folder);
  return folder;
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
