import { spawnSync } from 'node:child_process';

/** How a program is started so that it has as little as this machine lets it have. */
export interface Confinement {
  /** Words before the program's own. */
  readonly prefix: readonly string[];
  /** What is missing, for the log; undefined if nothing is. */
  readonly lacks: string | undefined;
}

const nobody = '65534';
const empty = ['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--pdeathsig=KILL', '--'];
const setpriv = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...empty];
const apart = ['unshare', '--net', '--ipc', '--uts'];

/** Best first. A user of its own keeps keys and database out of reach, a network of its own everything else. */
const candidates: Readonly<Record<'root' | 'user', readonly Confinement[]>> = {
  root: [
    { prefix: [...apart, '--', ...setpriv], lacks: undefined },
    { prefix: [...apart, `--setuid=${nobody}`, `--setgid=${nobody}`, '--'], lacks: undefined },
    { prefix: setpriv, lacks: 'a network namespace of its own (unshare)' },
  ],
  user: [
    { prefix: [...apart, '--user', '--', 'setpriv', ...empty], lacks: undefined },
    { prefix: ['setpriv', ...empty], lacks: 'a network namespace of its own (unshare --user)' },
  ],
};

let found: Confinement | undefined;

/** The best way that works here; tried once. On top of it Node's permission model denies files and programs. */
export function confinement(): Confinement {
  const works = ({ prefix: [program = '', ...args] }: Confinement) =>
    spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0;
  found ??= candidates[process.getuid?.() === 0 ? 'root' : 'user'].find(works) ?? {
    prefix: [],
    lacks: 'a user and a network namespace of its own (setpriv and unshare of util-linux)',
  };
  return found;
}

/** Node's permission model under the name that this version has for it: no files, no programs, no threads. */
export function permissionFlag(): string {
  return process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
}
