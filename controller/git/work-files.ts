import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

/** Path relative to the inventory's root to new text; undefined removes the file. */
export type FileChanges = ReadonlyMap<string, string | undefined>;

/**
 * More files than this are what the controller allocated for a whole network: git has them a moment later, and to
 * wait for the disk after each would take a millisecond a file.
 */
const fewFiles = 64;

/** Writes those files of a work tree that differ; a reader sees each old or new. Returns their paths, sorted. */
export async function writeWorkFiles(workTree: string, changes: FileChanges): Promise<string[]> {
  const written: string[] = [];
  for (const [path, text] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const full = join(workTree, path);
    if (workFileText(full) === text) continue;
    written.push(path);
    if (text === undefined) {
      rmSync(full, { force: true });
      await removeEmptyFolders(workTree, dirname(path));
      continue;
    }
    mkdirSync(dirname(full), { recursive: true });
    if (changes.size <= fewFiles) await writeAtomically(full, text, 0o644);
    else replace(full, text);
  }
  return written;
}

function replace(path: string, text: string): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, text, { mode: 0o644 });
  renameSync(temporary, path);
}

/** The text of a file; undefined if it is not there. */
export function workFileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Takes away a folder that became empty, and those above it; git would not keep them either. */
async function removeEmptyFolders(workTree: string, folder: string): Promise<void> {
  for (let at = folder; at !== '.' && at !== ''; at = dirname(at)) {
    try {
      await rmdir(join(workTree, at));
    } catch {
      return;
    }
  }
}
