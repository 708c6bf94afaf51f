import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { controller } from '../../lab/topology/description.ts';

/** A user of a machine of the lab that a program of ours runs as. */
export const agentUser = { name: 'towline-agent', uid: 64_990 } as const;

/** Where a machine has programs that every user can reach. */
const programs = '/run/programs';

/** Argument vector of the agent as whoever runs it. */
export const agentProgram = [`${programs}/node`, `${programs}/towline-agent.mjs`] as const;

/**
 * Words that start a program as a user with CAP_NET_ADMIN and nothing else, as an init system would.
 *
 * @param ofFiles capabilities that programs which it starts may have from their own files
 */
export function asUser(user: string, ofFiles: readonly string[] = []): string[] {
  const capabilities = ['--inh-caps=-all,+net_admin', '--ambient-caps=-all,+net_admin'];
  const bounding = `--bounding-set=${['-all', '+net_admin', ...ofFiles.map((name) => `+${name}`)].join()}`;
  return [
    ...['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups'],
    ...[...capabilities, bounding, '--no-new-privs', '--'],
  ];
}

/**
 * What an installation does on a router: the agent's user, in BIRD's group, with its state folder; and, since the lab's
 * machines show this computer's, a TUN device that is open to all, as udev makes it, and programs in a public place.
 */
export async function installAgentUser(lab: Lab, machine: string): Promise<void> {
  const { name, uid } = agentUser;
  const script = `set -e
    echo '${name}:x:${uid}:${uid}::/var/lib/towline:/usr/sbin/nologin' >>/etc/passwd
    echo '${name}:x:${uid}:' >>/etc/group
    sed -i '/^bird:/ s/$/,${name}/; s/:,/:/' /etc/group
    id ${name} | grep -q '(bird)'
    install -d -o ${name} -g ${name} -m 0755 /var/lib/towline
    chown bird:bird /run/bird
    mkdir -p ${programs}
    for file in node towline-agent.mjs; do touch ${programs}/$file; done
    mount --bind "$1" ${programs}/node
    mount --bind "$2" ${programs}/towline-agent.mjs
    mknod -m 0666 /run/tun c 10 200
    mount --bind /run/tun /dev/net/tun`;
  const node = realpathSync(process.execPath);
  await lab.exec(machine, [
    'bash',
    '-c',
    script,
    'install',
    node,
    join(projectFolder(), 'dist/towline-agent.mjs'),
  ]);
}

/** The controller's user, an admin in its group, and a user who has nothing to do with it. */
export const controllerUsers = { towline: 64_980, anna: 64_981, stranger: 64_982 } as const;

/** Argument vector of the controller as whoever runs it. */
export const controllerProgram = [`${programs}/node`, `${programs}/project/dist/controller/main.js`] as const;

/** What an installation does on the controller's machine. */
export async function installControllerUser(lab: Lab): Promise<void> {
  const { towline, anna, stranger } = controllerUsers;
  const script = `set -e
    echo 'towline:x:${towline}:${towline}::/var/lib/towline:/usr/sbin/nologin' >>/etc/passwd
    echo 'anna:x:${anna}:${anna}::/tmp:/bin/sh' >>/etc/passwd
    echo 'stranger:x:${stranger}:${stranger}::/tmp:/bin/sh' >>/etc/passwd
    echo 'towline:x:${towline}:anna' >>/etc/group
    echo 'anna:x:${anna}:' >>/etc/group
    echo 'stranger:x:${stranger}:' >>/etc/group
    install -d -o towline -g towline -m 0700 /var/lib/towline
    install -d -o towline -g towline -m 0755 /etc/towline /run/towline
    install -d -o towline -g towline -m 0700 /run/wireguard
    mkdir -p ${programs}/project
    touch ${programs}/node
    mount --bind "$1" ${programs}/node
    mount --bind "$2" ${programs}/project
    mknod -m 0666 /run/tun c 10 200
    mount --bind /run/tun /dev/net/tun`;
  const node = realpathSync(process.execPath);
  await lab.exec(controller, ['bash', '-c', script, 'install', node, projectFolder()]);
}

/** What the kernel says of the rights of a process (proc(5), /proc/PID/status). */
export interface Rights {
  readonly command: string;
  readonly uid: number;
  /** Effective, permitted and bounding capabilities, hexadecimal without leading zeros. */
  readonly effective: string;
  readonly permitted: string;
  readonly bounding: string;
}

/** `1 << CAP_NET_ADMIN`, as the kernel writes it. */
export const netAdmin = '1000';

const rightsSchema = z.array(
  z.object({
    command: z.string(),
    uid: z.number(),
    effective: z.string(),
    permitted: z.string(),
    bounding: z.string(),
  }),
);

/** The processes of a machine whose command line matches. */
export async function rightsOf(lab: Lab, machine: string, pattern: RegExp): Promise<Rights[]> {
  const script = `
    const { readdirSync, readFileSync } = require('node:fs');
    const found = [];
    for (const pid of readdirSync('/proc').filter((name) => /^\\d+$/.test(name))) {
      try {
        const command = readFileSync('/proc/' + pid + '/cmdline', 'utf8').split('\\0').join(' ').trim();
        const status = readFileSync('/proc/' + pid + '/status', 'utf8');
        const field = (name) => new RegExp('^' + name + ':\\\\s+0*(\\\\S+)', 'm').exec(status)[1];
        const [effective, permitted, bounding] = ['CapEff', 'CapPrm', 'CapBnd'].map(field);
        found.push({ command, uid: Number(/^Uid:\\s+\\d+\\s+(\\d+)/m.exec(status)[1]), effective, permitted, bounding });
      } catch {}
    }
    console.log(JSON.stringify(found));`;
  const { stdout } = await lab.exec(machine, [process.execPath, '-e', script]);
  return rightsSchema.parse(JSON.parse(stdout)).filter(({ command }) => pattern.test(command));
}
