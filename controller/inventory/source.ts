import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { listFolder, readText } from './entries.ts';
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
  let root = rootOf(dir);
  let tree: SourceTree = new Map();
  // What the tree does not have yet; kept where a reading ends half-way.
  let news: News = { isOther: false, edited: new Set() };

  return () => {
    const problems: Problem[] = [];
    if (!visit(root, news, problems)) {
      throw new TowlineError('conflict', `${dir} is not there: 'towline init' makes the work tree again`);
    }
    if (problems.length > 0) {
      // What is found by listing and reading is to be found again.
      root = rootOf(dir);
      news.isOther = true;
      throw new InventoryError(problems);
    }
    if (news.isOther) tree = treeOf(root);
    else if (news.edited.size > 0) {
      const edited = [...news.edited].map(({ path, text = '' }) => [path, text] as const);
      tree = withChanges(tree, new Map(edited));
    }
    news = { isOther: false, edited: new Set() };
    return tree;
  };
}

/** What a path looked like when it was read. Of 50,000 of them each is looked at every time: no more than numbers. */
interface Seen {
  /** Relative to the root, with `/`; a folder's ends with one. */
  readonly path: string;
  readonly absolute: string;
  mtimeMs: number;
  ctimeMs: number;
  size: number;
  ino: number;
  /** Whether what was read holds as long as these four do. */
  isSettled: boolean;
}

interface File extends Seen {
  /** Undefined while it is not there, or no text. */
  text: string | undefined;
}

interface Folder extends Seen {
  files: readonly File[];
  folders: readonly Folder[];
}

interface News {
  /** Whether there are other files than those of the tree. */
  isOther: boolean;
  readonly edited: Set<File>;
}

const unseen = { mtimeMs: -1, ctimeMs: -1, size: -1, ino: -1, isSettled: false };

function rootOf(dir: string): Folder {
  // With `/.` it may be a symbolic link.
  return { path: '', absolute: `${dir}/.`, ...unseen, files: [], folders: [] };
}

/** Brings a folder and all below it up to date; false if it is not there. */
function visit(folder: Folder, news: News, problems: Problem[]): boolean {
  const isThere = refresh(folder, () => {
    const paths = listFolder(folder.absolute, folder.path, problems);
    const known = new Map([...folder.files, ...folder.folders].map((child) => [child.path, child]));
    if (paths.length !== known.size || !paths.every((path) => known.has(path))) news.isOther = true;
    const made = (path: string) => ({
      path,
      absolute: join(folder.absolute, path.slice(folder.path.length)),
    });
    folder.files = paths
      .filter((path) => !path.endsWith('/'))
      .map((path) => (known.get(path) as File | undefined) ?? { ...made(path), ...unseen, text: undefined });
    folder.folders = paths
      .filter((path) => path.endsWith('/'))
      .map(
        (path) =>
          (known.get(path) as Folder | undefined) ?? { ...made(path), ...unseen, files: [], folders: [] },
      );
  });
  if (!isThere) return false;
  for (const file of folder.files) visitFile(file, news, problems);
  for (const child of folder.folders) {
    if (visit(child, news, problems) || child.files.length + child.folders.length === 0) continue;
    [child.files, child.folders, news.isOther] = [[], [], true];
  }
  return true;
}

function visitFile(file: File, news: News, problems: Problem[]): void {
  const before = file.text;
  const isThere = refresh(file, () => {
    file.text = readText(file.absolute, file.path, problems);
  });
  if (!isThere) file.text = undefined;
  if (file.text === before) return;
  if (before === undefined || file.text === undefined) news.isOther = true;
  else news.edited.add(file);
}

/**
 * A change within this time of reading may leave all times as they were, since file systems count them in steps;
 * what was read so soon after its last change is read again (git's index calls it racy).
 */
const settledMs = 1_000;

/** Calls `read` unless what was read before still holds; false if the path is gone. */
function refresh(seen: Seen, read: () => void): boolean {
  try {
    const stats = lstatSync(seen.absolute, { throwIfNoEntry: false });
    if (stats !== undefined && seen.isSettled && isSame(seen, stats)) return true;
    seen.isSettled = false;
    if (stats === undefined) return false;
    const now = Date.now();
    read();
    const { mtimeMs, ctimeMs, size, ino } = stats;
    Object.assign(seen, { mtimeMs, ctimeMs, size, ino });
    seen.isSettled = Math.max(mtimeMs, ctimeMs) < now - settledMs;
    return true;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return false;
    if (code !== 'EACCES') throw cause;
    const message = `${seen.absolute} may not be read: give it to the user of the daemon`;
    throw new TowlineError('conflict', message, { cause });
  }
}

function isSame(seen: Seen, { mtimeMs, ctimeMs, size, ino }: Stats): boolean {
  return seen.mtimeMs === mtimeMs && seen.ctimeMs === ctimeMs && seen.size === size && seen.ino === ino;
}

function treeOf(root: Folder): SourceTree {
  const files: [path: string, text: string][] = [];
  const collect = (folder: Folder): void => {
    for (const { path, text } of folder.files) if (text !== undefined) files.push([path, text]);
    for (const child of folder.folders) collect(child);
  };
  collect(root);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
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
