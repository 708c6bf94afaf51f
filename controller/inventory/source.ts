import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';

/** The inventory's files: path relative to its root, with `/`, and text. */
export type SourceTree = ReadonlyMap<string, string>;

/**
 * Reads the files of an inventory that mean something: TOML files and templates. Symbolic links are not
 * followed, hidden folders (`.git`) not entered, and what goes away meanwhile (git at work there) is left out. Throws
 * `conflict` if the folder itself is missing.
 */
export async function readSourceTree(dir: string): Promise<SourceTree> {
  const paths = await pathsBelow(dir, '');
  if (paths === undefined) {
    throw new TowlineError('conflict', `${dir} is not there: 'towline init' makes the work tree again`);
  }
  const files = await Promise.all(
    paths.sort().map(async (path) => [path, await unlessGone(readFile(join(dir, path), 'utf8'))] as const),
  );
  return new Map(files.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

/** Whether a path of the inventory is one for the compiler: a TOML file or a template, nothing hidden. */
export function isMeant(path: string): boolean {
  return /\.(?:toml|njk)$/.test(path) && !isHidden(path);
}

/** `.git`, and what editors and desktops leave, such as `.#site.toml`. */
function isHidden(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.'));
}

/** Undefined if the folder is gone. */
async function pathsBelow(dir: string, folder: string): Promise<string[] | undefined> {
  const entries = await unlessGone<Dirent[]>(readdir(join(dir, folder), { withFileTypes: true }));
  const found = entries?.map(async (entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return isHidden(path) ? [] : ((await pathsBelow(dir, path)) ?? []);
    return entry.isFile() && isMeant(path) ? [path] : [];
  });
  return found && (await Promise.all(found)).flat();
}

async function unlessGone<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
