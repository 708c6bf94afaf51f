import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';

/** Where an agent's file is in the folder of agents. */
export function agentFile(agents: string, digest: string): string {
  return join(agents, digest, 'towline-agent.mjs');
}

/**
 * Refuses a file or folder that another user than this one could have written, so that root runs nothing that belongs
 * to the agent's user. Throws `denied`, or what the file system says.
 */
export function requireOwn(path: string): void {
  const { uid, mode } = statSync(path);
  const own = process.geteuid?.();
  if (uid !== own)
    throw new TowlineError('denied', `${path} is of the user with number ${uid}, and this one is ${own}`);
  if ((mode & 0o022) !== 0)
    throw new TowlineError('denied', `${path} can be written by others: take that right away`);
}

/** Throws `denied` for a file that is not this user's own, and `untrusted` where it is not what its digest says. */
export function requireAgentFile(agents: string, digest: string): string {
  const file = agentFile(agents, digest);
  for (const path of [agents, join(agents, digest), file]) requireOwn(path);
  if (fileDigest(file) !== digest) throw new TowlineError('untrusted', `${file} is damaged`);
  return file;
}

/** SHA-256 of a file, hexadecimal. */
export function fileDigest(path: string): string {
  return sha256(readFileSync(path)).toString('hex');
}
