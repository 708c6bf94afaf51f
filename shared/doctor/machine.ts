import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FreeSpace } from '../os/free-space.ts';
import type { Run } from '../os/run.ts';
import { bad, type Check, type Finding, good, warn } from './finding.ts';

/** Bytes of free space below which it is looked at, and below which nothing can be expected to work. */
const [fewBytes, tooFewBytes] = [256 * 1024 * 1024, 32 * 1024 * 1024];
/** 1 June 2026: this program did not exist before. */
const earliestMs = Date.UTC(2026, 5, 1);
/** CAP_NET_ADMIN of capabilities(7). */
const netAdmin = 1n << 12n;

/** Looks at owner, mode and room of the folder of state, and at what the kernel says of its file system. */
export function stateCheck(
  stateDir: string,
  freeSpace: FreeSpace,
  program: 'towline' | 'towline-agent',
): Check {
  const check = 'state';
  const look = async (): Promise<Finding[]> => {
    if (!existsSync(stateDir))
      return [
        warn(
          check,
          `${stateDir} is not there`,
          program === 'towline' ? 'towline init makes it' : 'towline-agent enroll makes it',
        ),
      ];
    const { uid, mode } = await stat(stateDir);
    const own = process.geteuid?.() ?? 0;
    const { bytes } = await freeSpace(stateDir);
    const room = `${Math.floor(bytes / 1_048_576)} MB free for ${stateDir}`;
    return [
      (mode & 0o022) === 0
        ? good(check, `${stateDir}, mode ${(mode & 0o777).toString(8)}, user ${uid}`)
        : bad(
            check,
            `${stateDir} can be changed by others (mode ${(mode & 0o777).toString(8)})`,
            `chmod go-w ${stateDir}`,
          ),
      ...(own === uid || own === 0
        ? []
        : [
            warn(
              check,
              `of user ${uid}, and this is user ${own}: not everything can be seen`,
              `sudo ${program} doctor`,
            ),
          ]),
      bytes < tooFewBytes
        ? bad('disk', room, 'make room: journalctl --vacuum-size=50M, apt clean')
        : bytes < fewBytes
          ? warn('disk', room, 'make room: journalctl --vacuum-size=50M, apt clean')
          : good('disk', room),
      ...(await fileSystemFindings(stateDir)),
    ];
  };
  return { name: check, look };
}

/** A file system that turned read-only, or counted errors: how an SD card that wears out begins. */
async function fileSystemFindings(folder: string): Promise<Finding[]> {
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  const mount = mountOf(mounts, folder);
  if (mount === undefined) return [];
  const check = 'file system';
  if (mount.isReadOnly)
    return [
      bad(check, `${mount.point} is mounted read-only`, `dmesg says why; mount -o remount,rw ${mount.point}`),
    ];
  const counted = await readFile(`/sys/fs/ext4/${basename(mount.source)}/errors_count`, 'utf8').catch(
    () => '0',
  );
  const errors = Number(counted.trim());
  if (errors > 0)
    return [
      bad(
        check,
        `${errors} errors on ${mount.source} since it was checked last`,
        'back up, fsck it at the next boot, and replace the card or disk',
      ),
    ];
  return [good(check, `${mount.point}, ${mount.type}`)];
}

export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly source: string;
  readonly isReadOnly: boolean;
}

/** Parses proc_pid_mountinfo(5). Lines that are none are left out. Pure. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , , point, options] = left.split(' ');
    const [type, source, superOptions = ''] = right.split(' ');
    if (point === undefined || options === undefined || type === undefined || source === undefined) return [];
    const isReadOnly = options.split(',').includes('ro') || superOptions.split(',').includes('ro');
    return [{ point: unescaped(point), type, source: unescaped(source), isReadOnly }];
  });
}

/** The mount that a folder is on: the last one of the longest path. Pure. */
export function mountOf(mounts: readonly Mount[], folder: string): Mount | undefined {
  return mounts
    .filter(({ point }) => folder === point || folder.startsWith(point === '/' ? '/' : `${point}/`))
    .reduce<Mount | undefined>(
      (best, mount) => (mount.point.length >= (best?.point.length ?? 0) ? mount : best),
      undefined,
    );
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Looks at the time of day, and whether something keeps it. @param floorMs a time before which it cannot be */
export function clockCheck(run: Run, nowMs: number, floorMs = earliestMs): Check {
  const check = 'clock';
  const look = async (): Promise<Finding> => {
    const now = new Date(nowMs).toISOString();
    if (nowMs < Math.max(floorMs, earliestMs))
      return bad(
        check,
        `${now} has been: certificates, handshakes and releases need the right time`,
        "timedatectl set-ntp true, or 'date -s'",
      );
    const synchronised = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
      timeoutMs: 5000,
    }).then(
      (text) => text.trim(),
      () => '',
    );
    if (synchronised === 'yes') return good(check, `${now}, synchronised`);
    if (synchronised === 'no')
      return warn(
        check,
        `${now}, not synchronised`,
        'timedatectl set-ntp true, and see that UDP 123 gets out',
      );
    return warn(
      check,
      `${now}; whether something keeps it right is not known here`,
      'have chronyd or ntpd run',
    );
  };
  return { name: check, look };
}

/** Looks whether this process, or the unit that it is to be, may change interfaces. */
export function netAdminCheck(run: Run, unit: string): Check {
  const check = 'CAP_NET_ADMIN';
  const look = async (): Promise<Finding> => {
    const status = await readFile('/proc/self/status', 'utf8');
    const [, effective = '0'] = /^CapEff:\s+([0-9a-f]+)$/m.exec(status) ?? [];
    if ((BigInt(`0x${effective}`) & netAdmin) !== 0n) return good(check, 'held');
    const ambient = await run('systemctl', ['show', '--property=AmbientCapabilities', '--value', unit], {
      timeoutMs: 5000,
    }).catch(() => '');
    return ambient.includes('cap_net_admin')
      ? good(check, `given by ${unit}`)
      : warn(
          check,
          `neither this user nor ${unit} has it`,
          `run it as root, or as the unit of the package does (docs/privileges.md)`,
        );
  };
  return { name: check, look };
}
