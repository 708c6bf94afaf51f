import { closeSync, constants, fstatSync, lstatSync, openSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { proofFolderOf } from '../audit/proof-folder.ts';
import type { ProofTask } from '../audit/sessions.ts';

/** How a caller asks the daemon. */
export interface ProofCalls {
  begin(): Promise<ProofTask>;
  /** Resolves to the session's token. */
  open(request: { readonly name: string; readonly sudoUser: string }): Promise<string>;
}

/**
 * Proves to the daemon of a socket which Unix user this is, by a link that only this user can have made; resolves to
 * the session's token. Throws `untrusted` for a daemon that asks for anything else, `denied` where no link can be made.
 *
 * @param sudoUser who called sudo, '' if nobody did
 */
export async function proveUser(socket: string, calls: ProofCalls, sudoUser: string): Promise<string> {
  const { name, target } = await calls.begin();
  // The daemon does not choose the place, and a name leads nowhere else.
  if (!isNumber(name) || !isNumber(target)) throw notTheDaemon(socket);
  const folder = openFolder(socket);
  try {
    requireItsOwn(socket, folder);
    // By the folder that was looked at, whatever is at its path by now.
    const path = join(`/proc/self/fd/${folder}`, name);
    makeLink(target, path, proofFolderOf(socket));
    try {
      return await calls.open({ name, sudoUser });
    } finally {
      removeLink(path);
    }
  } finally {
    closeSync(folder);
  }
}

/** O_PATH, which Node has no name for: members of the group may make files in the folder, and not read it. */
const asPath = 0o10000000;

function openFolder(socket: string): number {
  const folder = proofFolderOf(socket);
  try {
    return openSync(folder, asPath | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' || code === 'ELOOP') throw notTheDaemon(socket);
    throw new TowlineError(
      'failed',
      `${folder} is not there: restart the controller ('systemctl restart towline')`,
      { cause },
    );
  }
}

/**
 * Somebody else's daemon could pass on the task of one that takes this user's word, with a path that led to the former
 * when it was asked and leads to the latter now. So nobody but root, this user and the folder's owner may have a part
 * in the path.
 */
function requireItsOwn(socket: string, folder: number): void {
  const { uid } = fstatSync(folder);
  const at = lstatSync(socket, { throwIfNoEntry: false });
  if (at === undefined || at.isSymbolicLink() || at.uid !== uid) throw notTheDaemon(socket);
  // Whoever has the topmost folder is root here, under another number in a container.
  const trusted = new Set([0, lstatSync('/').uid, process.geteuid?.(), uid]);
  for (let path = dirname(resolve(socket)); ; path = dirname(path)) {
    const stat = lstatSync(path);
    const isOpen = stat.isDirectory() && (stat.mode & 0o1002) === 0o002;
    if (isOpen || !trusted.has(stat.uid)) {
      const who = isOpen ? 'everybody can change it' : `it belongs to user ${stat.uid}`;
      const message = `${socket} may lead to another controller than it did, by ${path} (${who}): use the controller's own socket`;
      throw new TowlineError('untrusted', message);
    }
    if (path === dirname(path)) return;
  }
}

function makeLink(target: string, path: string, folder: string): void {
  try {
    symlinkSync(target, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message =
      code === 'EACCES' || code === 'EPERM'
        ? `no link can be made in ${folder}, to prove who you are: run this as root or as a member of the folder's group`
        : `no link can be made in ${folder}, to prove who you are (${code})`;
    throw new TowlineError('denied', message, { cause });
  }
}

function removeLink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The daemon has removed it.
  }
}

function isNumber(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

function notTheDaemon(socket: string): TowlineError {
  return new TowlineError('untrusted', `what answers at ${socket} is not its controller: look who made it`);
}
