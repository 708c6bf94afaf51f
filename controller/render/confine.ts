import { existsSync } from 'node:fs';
import { TowlineError } from '../../shared/errors.ts';
import { leavesNone } from '../../shared/os/capabilities.ts';

/** How a program is started so that it has as little as this machine lets it have. */
export interface Confinement {
  /** Words before the program's own. */
  readonly prefix: readonly string[];
  /** What is missing, for the log; undefined if nothing is. */
  readonly lacks: string | undefined;
}

const nobody = '65534';
// A capability that the controller hands on by itself (ambient) goes with the inheritable ones, and is named all the
// same. Where --bounding-set takes a right that we lack it does nothing: the program can gain nothing all the same.
const empty = [
  ...['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', '--ambient-caps=-all'],
  ...['--pdeathsig=KILL', '--'],
];
const setpriv = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...empty];
const apart = ['unshare', '--net', '--ipc', '--uts'];

/** Best first. A user of its own keeps keys and database out of reach, a network of its own everything else. */
const ofRoot: readonly Confinement[] = [
  { prefix: [...apart, '--', ...setpriv], lacks: undefined },
  { prefix: [...apart, `--setuid=${nobody}`, `--setgid=${nobody}`, '--'], lacks: undefined },
  { prefix: setpriv, lacks: 'a network namespace of its own (unshare)' },
];

/** Puts nothing over each folder and file named before `--`, and becomes what follows, without the shell's variables. */
const hide = `while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mount -t tmpfs -o ro,size=4k,mode=0 towline "$1"; else mount --bind /dev/null "$1"; fi || exit 1
  shift
done
shift
exec env -u PWD -u OLDPWD -u SHLVL -u _ "$@"`;

/**
 * Best first. Without root there is no other user to be, so what only the controller's user may read is taken out of
 * sight instead.
 */
function ofUser(hidden: readonly string[]): readonly Confinement[] {
  // Processes of one user may signal each other, which no permission model of Node's forbids: hence --pid.
  const own = ['setpriv', '--pdeathsig=KILL', '--', ...apart, '--pid', '--fork', '--kill-child=KILL'];
  const hiding = [...own, '--mount', '--map-root-user', '--', '/bin/sh', '-c', hide, 'sh'];
  const inUserSpace = [...own, '--user', '--keep-caps', '--', 'setpriv', ...empty];
  const lacks = 'a file system without the folders of the controller (unshare --mount --map-root-user)';
  return [
    { prefix: [...hiding, ...hidden, '--', 'setpriv', ...empty], lacks: undefined },
    { prefix: inUserSpace, lacks: hidden.length === 0 ? undefined : lacks },
    { prefix: ['setpriv', ...empty], lacks: `a network namespace of its own (unshare --user), and ${lacks}` },
  ];
}

const found = new Map<string, Confinement>();

/**
 * The best way that works here and leaves no capability; tried once. On top of it Node's permission model denies files
 * and programs. Throws `failed` where nothing leaves none: templates are code.
 *
 * @param secrets folders and files that the program is not to see, where it cannot be another user
 */
export function confinement(secrets: readonly string[] = []): Confinement {
  const isInTheWay = (path: string) => process.execPath.startsWith(`${path}/`);
  const hidden = [...new Set(secrets)].filter((path) => existsSync(path) && !isInTheWay(path)).sort();
  const key = hidden.join('\n');
  const known = found.get(key);
  if (known !== undefined) return known;
  // Root of a user namespace with no other user in it has nobody else to be, either.
  const ways = [...(process.geteuid?.() === 0 ? ofRoot : []), ...ofUser(hidden)];
  const best = ways.find(({ prefix }) => leavesNone(prefix));
  if (best === undefined) {
    throw new TowlineError(
      'failed',
      "templates are code, and on this machine nothing takes the controller's rights from the processes that render them: install util-linux (setpriv, unshare)",
    );
  }
  found.set(key, best);
  return best;
}

/** Node's permission model under the name that this version has for it: no files, no programs, no threads. */
export function permissionFlag(): string {
  return process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
}
