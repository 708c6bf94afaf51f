import { realpathSync } from 'node:fs';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';

/** How the TUN device is to look: open to all, as udev makes it; for root alone; or not there. */
export type Tun = 'open' | 'closed' | 'absent';

/**
 * Argument vector that runs a fixture as an ordinary user (uid 65534, when this process is root), in a mount
 * namespace of its own where the TUN device looks as wanted. This computer is left as it is. The project and Node
 * are shown at another place there, since root's folders are closed to others.
 */
export function asOrdinaryUser(fixture: string, tun: Tun): string[] {
  const root = process.getuid?.() === 0;
  const project = projectFolder();
  const stage = project.startsWith('/mnt/') ? '/media' : '/mnt';
  const device = {
    open: 'mknod /dev/net/tun c 10 200; chmod 666 /dev/net/tun',
    closed: 'mknod /dev/net/tun c 10 200; chmod 600 /dev/net/tun',
    absent: ':',
  }[tun];
  const script = `set -e
    mount -t tmpfs -o mode=0755 tmpfs ${stage}
    mkdir -m 0755 ${stage}/project
    mount --bind "$1" ${stage}/project
    touch ${stage}/node
    mount --bind "$2" ${stage}/node
    mount -t tmpfs -o mode=1777 tmpfs /tmp
    mount -t tmpfs -o mode=0755 tmpfs /dev/net
    ${device}
    cd ${stage}/project
    exec setpriv --reuid 65534 --regid 65534 --clear-groups ${stage}/node --import tsx "$3"`;
  if (root) {
    return [
      'unshare',
      '--mount',
      'bash',
      '-c',
      script,
      'ordinary',
      project,
      realpathSync(process.execPath),
      fixture,
    ];
  }
  if (tun === 'open') return [process.execPath, '--import', 'tsx', fixture];
  const hide = `set -e; mount -t tmpfs tmpfs /dev/net; exec "$1" --import tsx "$2"`;
  return [
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    'bash',
    '-c',
    hide,
    'hide',
    process.execPath,
    fixture,
  ];
}
