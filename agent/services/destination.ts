import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import { syncFolder } from '../../shared/os/write-atomically.ts';
import { overlaps } from '../config/services.ts';
import type { FileState, ServiceFile } from './files.ts';
import type { Owner } from './owner.ts';

/** Name of a file that is being written. A bundle's file cannot have it, and daemons pass hidden files over. */
const temporary = (name: string) => `.towline-${name}.tmp`;
const isTemporary = (name: string) => name.startsWith('.towline-') && name.endsWith('.tmp');

/**
 * Looks whether a destination is a real folder, or could be made in one. Throws `failed` for a symbolic link, a
 * missing parent, and a path that leads into one of the closed folders.
 */
export async function checkDestination(destination: string, closed: readonly string[]): Promise<void> {
  const parent = await realpath(dirname(destination)).catch((cause) => {
    throw new TowlineError('failed', `${dirname(destination)} is not there, make it first`, { cause });
  });
  if (!(await stat(parent)).isDirectory()) throw new TowlineError('failed', `${parent} is no folder`);
  const real = join(parent, basename(destination));
  for (const folder of closed) {
    if (!overlaps(await realpath(folder).catch(() => folder), real)) continue;
    throw new TowlineError(
      'failed',
      `${destination} leads to ${real}, which overlaps the agent's own ${folder}`,
    );
  }
  const status = await lstat(destination).catch(missing);
  if (status === undefined || status.isDirectory()) return;
  const kind = status.isSymbolicLink() ? 'a symbolic link' : 'no folder';
  throw new TowlineError('failed', `${destination} is ${kind}, put a folder in its place`);
}

/** Names of the files that are not in a destination as they should be: content, owner, permissions. Throws `denied`. */
export async function differingFiles(
  destination: string,
  wanted: readonly FileState[],
  owner: Owner,
): Promise<string[]> {
  const differing: string[] = [];
  for (const file of wanted) {
    if (!(await isInPlace(join(destination, file.name), file, owner))) differing.push(file.name);
  }
  return differing;
}

/** Which of these names are there, whatever they are. Throws `denied`. */
export async function present(destination: string, names: readonly string[]): Promise<string[]> {
  const found = new Set(
    await readdir(destination).catch((error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ENOTDIR'].includes(error.code ?? '')) return [];
      throw explained(error, destination);
    }),
  );
  return names.filter((name) => found.has(name));
}

/**
 * Puts files in place, each of them whole or not at all; all are on the disk when the promise resolves. A symbolic
 * link under a file's name is replaced, never followed.
 */
export async function writeFiles(
  destination: string,
  files: readonly ServiceFile[],
  owner: Owner,
): Promise<void> {
  await makeFolder(destination);
  for (const name of await readdir(destination)) {
    if (isTemporary(name)) await rm(join(destination, name), { force: true });
  }
  for (const file of files) {
    const path = join(destination, temporary(file.name));
    await writeOwned(path, await file.read(), file.mode, owner);
    await rename(path, join(destination, file.name));
  }
  await syncFolder(destination);
}

/** Takes files away, for good when the promise resolves; those that are not there are passed over. Throws `denied`. */
export async function removeFiles(destination: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const path = join(destination, name);
    await unlink(path).catch((error) => missing(explained(error, path)));
  }
  await syncFolder(destination);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  await chmod(path, 0o755);
  await syncFolder(dirname(path));
}

async function writeOwned(path: string, content: Buffer, mode: number, { uid, gid }: Owner): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const status = await file.stat();
    if (status.uid !== uid || status.gid !== gid) await file.chown(uid, gid);
    await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function isInPlace(path: string, wanted: FileState, { uid, gid }: Owner): Promise<boolean> {
  // No link is followed, and nothing waited for that is no file.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes(error.code ?? '')) return undefined;
    throw explained(error, path);
  });
  if (file === undefined) return false;
  try {
    const status = await file.stat();
    if (!status.isFile() || status.uid !== uid || status.gid !== gid) return false;
    if ((status.mode & 0o7777) !== wanted.mode) return false;
    return sha256(await file.readFile()).equals(wanted.sha256);
  } finally {
    await file.close();
  }
}

/** What this user may not do root may: the agent knows that by the error's code. */
function explained(error: NodeJS.ErrnoException, path: string): Error {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return error;
  return new TowlineError('denied', `${path}: the agent's user may not read or write it`, { cause: error });
}

function missing(error: Error & { readonly code?: string }): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
