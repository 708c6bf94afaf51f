import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

/** Path relative to the inventory's root to new text; undefined removes the file. */
export type FileChanges = ReadonlyMap<string, string | undefined>;

/**
 * More files than this are what the controller allocated for a whole network: git has them a moment later, and to
 * wait for the disk after each would take a millisecond a file.
 */
const fewFiles = 64;

/**
 * Writes those files of a work tree that differ; a reader sees each old or new. Returns their paths, sorted. Throws
 * `denied` for one that is in another user's folder.
 */
export async function writeWorkFiles(workTree: string, changes: FileChanges): Promise<string[]> {
  const written: string[] = [];
  for (const [path, text] of [...changes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const full = join(workTree, path);
    if (workFileText(full) === text) continue;
    written.push(path);
    try {
      await writeWorkFile(workTree, path, text, changes.size <= fewFiles);
    } catch (cause) {
      throw notOurs(workTree, full, cause);
    }
  }
  return written;
}

async function writeWorkFile(workTree: string, path: string, text: string | undefined, isFlushed: boolean) {
  const full = join(workTree, path);
  if (text === undefined) {
    rmSync(full, { force: true });
    await removeEmptyFolders(workTree, dirname(path));
    return;
  }
  mkdirSync(dirname(full), { recursive: true });
  if (isFlushed) await writeAtomically(full, text, 0o644);
  else replace(full, text);
}

/** An admin's own editor leaves folders that the controller's user may not write to. */
function notOurs(workTree: string, path: string, cause: unknown): unknown {
  if (!/^(?:EACCES|EPERM)$/.test((cause as NodeJS.ErrnoException).code ?? '')) return cause;
  const owner = `${process.geteuid?.()}:${process.getegid?.()}`;
  return new TowlineError(
    'denied',
    `${path} cannot be written: something on the way belongs to another user: as root, 'chown -R ${owner} ${workTree}'`,
    { cause },
  );
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
