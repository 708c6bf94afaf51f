import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The inventory's files: path relative to its root, with `/`, and text. */
export type SourceTree = ReadonlyMap<string, string>;

/** Reads the files of an inventory that mean something: TOML files and templates. Symbolic links are not followed. */
export async function readSourceTree(dir: string): Promise<SourceTree> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path.endsWith('.toml') || path.endsWith('.njk'))
    .filter((path) => !path.startsWith('.git/'))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(dir, path), 'utf8')));
  return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
}
