import { symlinkSync, unlinkSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
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
  const folder = proofFolderOf(socket);
  const { name, target } = await calls.begin();
  // The daemon does not choose the place, and a name leads nowhere else.
  if (!isNumber(name) || !isNumber(target)) throw notTheDaemon(socket);
  await requireSameOwner(socket, folder);
  const path = join(folder, name);
  makeLink(target, path);
  try {
    return await calls.open({ name, sudoUser });
  } finally {
    removeLink(path);
  }
}

/** Another daemon could pass on the task of a daemon that takes this user's word, with a folder that leads there. */
async function requireSameOwner(socket: string, folder: string): Promise<void> {
  const [at, proofs] = await Promise.all([socket, folder].map((path) => lstat(path).catch(() => undefined)));
  if (at === undefined || proofs === undefined) {
    throw new TowlineError(
      'failed',
      `${folder} is not there: restart the controller ('systemctl restart towline')`,
    );
  }
  if (!proofs.isDirectory() || at.isSymbolicLink() || at.uid !== proofs.uid) throw notTheDaemon(socket);
}

function makeLink(target: string, path: string): void {
  try {
    symlinkSync(target, path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const message =
      code === 'EACCES' || code === 'EPERM'
        ? `${path} cannot be made, to prove who you are: run this as root or as a member of the folder's group`
        : `${path} cannot be made, to prove who you are (${code})`;
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
