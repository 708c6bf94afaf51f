import { existsSync, lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';

/**
 * Looks at the owners and modes of the folder of keys and of each key in it: only the daemon's user (or root) may have
 * them, and nobody else may read them. Throws `failed` with the way out.
 */
export function requirePrivateKeys(dir: string): void {
  // Whoever reads them says that there are none.
  if (!existsSync(dir)) return;
  const files = readdirSync(dir).filter((name) => name.endsWith('.key'));
  for (const path of [dir, ...files.map((name) => join(dir, name))]) {
    const problem = whyNotPrivate(path, lstatSync(path), process.geteuid?.() ?? 0);
    if (problem !== undefined) throw new TowlineError('failed', problem);
  }
}

/** What is wrong with a file or folder of keys, for a daemon of the user `own`; undefined if nothing is. */
export function whyNotPrivate(
  path: string,
  stat: Pick<Stats, 'uid' | 'mode' | 'isSymbolicLink' | 'isDirectory'>,
  own: number,
): string | undefined {
  if (stat.isSymbolicLink()) return `${path} is a symbolic link: put the key itself there, as a file`;
  if (stat.uid !== own && stat.uid !== 0) {
    return `${path} belongs to user ${stat.uid}, and the daemon is user ${own}: 'chown ${own} ${path}', once you know who made it`;
  }
  // Names may be seen, keys may not.
  const [tooOpen, what, right] = stat.isDirectory() ? [0o022, 'changed', '700'] : [0o077, 'read', '600'];
  if ((stat.mode & tooOpen) === 0) return undefined;
  const mode = (stat.mode & 0o777).toString(8);
  return `${path} can be ${what} by others (mode ${mode}): 'chmod ${right} ${path}', and make new keys if somebody may have`;
}
