import { readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { syncFolder } from '../../shared/os/write-atomically.ts';

/** Points `current` at a bundle: one rename(2) changes every file at once. */
export async function switchCurrent(current: string, folder: string): Promise<void> {
  const temporary = `${current}.new`;
  await rm(temporary, { force: true });
  await symlink(relative(dirname(current), folder), temporary);
  await rename(temporary, current);
  await syncFolder(dirname(current));
}

/** Takes `current` away: the node has no bundle. */
export async function removeCurrent(current: string): Promise<void> {
  await rm(current, { force: true });
  await syncFolder(dirname(current));
}

/** Digest of the bundle that `current` points at, undefined if it does not exist. */
export async function readCurrent(current: string): Promise<string | undefined> {
  try {
    return basename(join(dirname(current), await readlink(current)));
  } catch {
    return undefined;
  }
}
