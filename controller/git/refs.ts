import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitIn, resolveCommit } from './repository.ts';

/**
 * The commit of a branch, read from the repository's files: to start a git costs a large controller tens of
 * milliseconds. What the files do not say (reftables) git is asked for. Undefined if there is no such branch.
 *
 * @param gitDir a bare repository, or the `.git` of a work tree
 * @param ref full name, for example `refs/heads/main`
 */
export async function commitOf(gitDir: string, ref: string): Promise<string | undefined> {
  const loose = await readFile(join(gitDir, ref), 'utf8').catch(() => '');
  const [found] = /^[0-9a-f]{40,64}$/m.exec(loose) ?? [];
  return found ?? resolveCommit(gitIn(gitDir), ref);
}

/** What HEAD stands for: a full name such as `refs/heads/main`; undefined if it is detached or unreadable. */
export async function headOf(gitDir: string): Promise<string | undefined> {
  const head = await readFile(join(gitDir, 'HEAD'), 'utf8').catch(() => '');
  return /^ref: (refs\/\S+)$/m.exec(head)?.[1];
}
