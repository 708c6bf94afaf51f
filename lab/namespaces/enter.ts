import { readFileSync } from 'node:fs';

/** Whether this process lacks root's rights, so that the lab lives in a user namespace. */
export const needsUserNamespace = process.getuid?.() !== 0;

/**
 * Whether the lab's root is not the computer's: it lives in a user namespace of its own, or this process does
 * (a rootless container). There an overlay keeps its marks in user attributes.
 */
export const inUserNamespace =
  needsUserNamespace || !/^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'latin1'));

const userOptions = needsUserNamespace ? ['--user', '--preserve-credentials'] : [];

/** Environment variable with the script of a process 1: in its arguments it would fill every list of processes. */
export const scriptVariable = 'LAB_SCRIPT';
const runScript = ['bash', '-c', `eval "$${scriptVariable}"`];

/** Argument vector that makes the lab's parent: all of its namespaces end with this process. */
export function parentCommand(args: readonly string[]): string[] {
  const user = needsUserNamespace ? ['--user', '--map-root-user'] : [];
  const kinds = ['--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--mount-proc', '--kill-child'];
  return ['setpriv', '--pdeathsig', 'KILL', 'unshare', ...user, ...kinds, '--', ...runScript, 'lab', ...args];
}

/**
 * There is one clock for all namespaces: what runs on a machine of the lab must not set this computer's. The
 * bounding set holds for what is started next, root's programs too (capabilities(7)).
 */
const withoutClock = ['setpriv', '--bounding-set', '-sys_time', '--'];

/** Argument vector that runs a command in the namespaces of a holder. */
export function enterCommand(pid: number, command: readonly string[]): string[] {
  const kinds = ['--mount', '--net', '--pid', '--uts'];
  return ['nsenter', '--target', String(pid), ...kinds, ...userOptions, '--', ...withoutClock, ...command];
}

/** Argument vector that, run in the lab's parent, makes a machine in a named network namespace. */
export function machineCommand(netns: string, args: readonly string[]): string[] {
  const kinds = ['--mount', '--pid', '--uts', '--ipc', '--fork', '--mount-proc', '--kill-child'];
  return ['nsenter', `--net=${netns}`, '--', 'unshare', ...kinds, '--', ...runScript, 'machine', ...args];
}
