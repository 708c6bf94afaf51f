import { isUtf8 } from 'node:buffer';
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { InventoryError, type Problem } from './problems.ts';

/** The inventory's files: path relative to its root, with `/`, and text. Sorted by path. */
export type SourceTree = ReadonlyMap<string, string>;

/** Reads the files of an inventory that mean something: see `createSourceReader`. */
export async function readSourceTree(dir: string): Promise<SourceTree> {
  return createSourceReader(dir)();
}

/**
 * Reads the files of an inventory that mean something, TOML files and templates, again and again: a file is read
 * anew only if its times, size or inode are others, and a folder listed only if its time is. Hidden folders (`.git`)
 * are not entered, and what goes away meanwhile (git at work there) is left out. As long as nothing changes, the
 * identical tree comes back. It throws `conflict` if the folder itself is missing or something may not be read, and
 * InventoryError for what another checkout has not or has otherwise: symbolic links, repositories within this one,
 * names and texts that are no UTF-8.
 */
export function createSourceReader(dir: string): () => SourceTree {
  let files = new Map<string, Kept<string>>();
  let folders = new Map<string, Kept<readonly string[]>>();
  let tree: SourceTree = new Map();

  return () => {
    const before = { files, folders };
    const problems: Problem[] = [];
    files = new Map();
    folders = new Map();
    const visit = (folder: string): boolean => {
      // With `/.` the root may be a symbolic link.
      const entries = keptOr(before.folders, folder, `${dir}/${folder}.`, (path) =>
        list(path, folder, problems),
      );
      if (entries === undefined) return false;
      folders.set(folder, entries);
      for (const entry of entries.value) {
        if (entry.endsWith('/')) {
          visit(entry);
          continue;
        }
        const file = keptOr(before.files, entry, join(dir, entry), (path) => textOf(path, entry, problems));
        if (file !== undefined) files.set(entry, file);
      }
      return true;
    };
    if (!visit('')) {
      throw new TowlineError('conflict', `${dir} is not there: 'towline init' makes the work tree again`);
    }
    if (problems.length > 0) {
      // What is found by listing is to be found again.
      folders = new Map();
      throw new InventoryError(problems);
    }
    const isSame =
      files.size === tree.size && [...files].every(([path, { value }]) => tree.get(path) === value);
    if (!isSame) {
      const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
      tree = new Map(sorted.map(([path, { value }]) => [path, value]));
    }
    return tree;
  };
}

/** What was read of a file or folder, and what it looked like just before. */
interface Kept<T> {
  readonly value: T;
  readonly stats: Stats;
  /** Unix time in ms just before it was read. */
  readonly read: number;
}

/**
 * A change within this time of reading may leave all times as they were, since file systems count them in steps;
 * what was read so soon after its last change is read again (git's index calls it racy).
 */
const settledMs = 1_000;

/** What was read of a path before, if that still holds, or what `read` gives; undefined if it is gone. */
function keptOr<T>(
  before: ReadonlyMap<string, Kept<T>>,
  key: string,
  path: string,
  read: (path: string) => T | undefined,
): Kept<T> | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    const kept = before.get(key);
    if (kept !== undefined && isUnchanged(kept, stats)) return kept;
    const now = Date.now();
    const value = read(path);
    return value === undefined ? undefined : { value, stats, read: now };
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    if (code !== 'EACCES') throw cause;
    const message = `${path} may not be read: give it to the user of the daemon`;
    throw new TowlineError('conflict', message, { cause });
  }
}

function isUnchanged({ stats: old, read }: Kept<unknown>, now: Stats): boolean {
  return (
    old.mtimeMs === now.mtimeMs &&
    old.ctimeMs === now.ctimeMs &&
    old.size === now.size &&
    old.ino === now.ino &&
    Math.max(old.mtimeMs, old.ctimeMs) < read - settledMs
  );
}

/** Paths of a folder that mean something, relative to the root; folders end with `/`. */
function list(path: string, folder: string, problems: Problem[]): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const name = `${folder}${entry.name}`;
    const problem = problemOf(entry, name, folder);
    if (problem !== undefined) problems.push(problem);
    else if (entry.isDirectory()) return isHidden(name) ? [] : [`${name}/`];
    return problem === undefined && entry.isFile() && isMeant(name) ? [name] : [];
  });
}

/** What editors leave, and words for people. */
function isLeft(name: string): boolean {
  return /(?:\.sw.|~|\.tmp)$|^#.*#$|^README/i.test(name);
}

function problemOf(entry: Dirent, path: string, folder: string): Problem | undefined {
  if (entry.name === '.git' && folder !== '') {
    const text = 'is a git repository of its own (a submodule): put its files there instead, without .git';
    return { file: folder.slice(0, -1), text };
  }
  if (isHidden(path) || !(isMeant(path) || /^(?:sites|templates|generated)(?:\/|$)/.test(path)))
    return undefined;
  if (entry.isSymbolicLink())
    return { file: path, text: 'is a symbolic link, which is not followed: put the file itself there' };
  if (entry.isFile() && /(?:^|\/)templates\/[^/]+\/$/.test(folder) && !isMeant(path) && !isLeft(entry.name))
    return { file: path, text: `is no template, so nothing would come of it: name it ${entry.name}.njk` };
  // What Node makes of bytes that are no UTF-8.
  if (path.includes('\ufffd')) return { file: path, text: 'has a name that is no UTF-8: rename it' };
  return undefined;
}

/** The text of a file; undefined, and a problem, if it is none. */
function textOf(path: string, name: string, problems: Problem[]): string | undefined {
  const bytes = readFileSync(path);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  problems.push({ file: name, line: firstBadLine(bytes), text: 'is no UTF-8 text: save it as UTF-8' });
  return undefined;
}

/** The first line, from 1, that is no UTF-8; the byte of a line break is part of no other character. */
function firstBadLine(bytes: Buffer): number {
  for (let line = 1, at = 0; ; line++) {
    const end = bytes.indexOf(0x0a, at);
    if (end === -1 || !isUtf8(bytes.subarray(at, end))) return line;
    at = end + 1;
  }
}

/** Whether a path of the inventory is one for the compiler: a TOML file or a template, nothing hidden. */
export function isMeant(path: string): boolean {
  return /\.(?:toml|njk)$/.test(path) && !isHidden(path);
}

/** `.git`, and what editors and desktops leave, such as `.#site.toml`. */
function isHidden(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.'));
}

/** A tree with changes applied. */
export function withChanges(tree: SourceTree, changes: ReadonlyMap<string, string | undefined>): SourceTree {
  const after = new Map(tree);
  for (const [path, text] of changes) {
    if (text === undefined) after.delete(path);
    else after.set(path, text);
  }
  return after;
}
