import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  generateSigningKeyPair,
  type SigningKeyPair,
  signingPublicKey,
} from '../../shared/crypto/ed25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { syncFolder, writeAtomically } from '../../shared/os/write-atomically.ts';

/** The key that `towline init` makes; those that follow it are beside it. */
export const firstSigningKey = 'signing.key';

const laterKey = /^signing-\d+\.key$/;

/** Whether a file in the folder of keys is a signing key. */
export function isSigningKeyFile(name: string): boolean {
  return name === firstSigningKey || laterKey.test(name);
}

/** Name of the file of a key that the controller makes. */
export function signingKeyFile(generation: number): string {
  return `signing-${generation}.key`;
}

/** Makes a new key; one that is there under this name was never used. */
export async function makeSigningKey(dir: string, file: string): Promise<SigningKeyPair> {
  const pair = generateSigningKeyPair();
  await writeAtomically(join(dir, file), `${pair.privateKey.toString('base64')}\n`, 0o600);
  return pair;
}

/**
 * Removes signing keys that are over, and puts those aside that the database does not know: their rotation ended before
 * it began, or the database is older than they are, and then the fleet may follow one of them. Resolves to the names
 * that these have now.
 *
 * @param known files of all keys that ever signed
 * @param over those of them that are to go
 */
export async function removeUnusedSigningKeys(
  dir: string,
  known: ReadonlySet<string>,
  over: ReadonlySet<string>,
): Promise<string[]> {
  const aside: string[] = [];
  for (const file of await readdir(dir)) {
    if (over.has(file)) await rm(join(dir, file), { force: true });
    if (!laterKey.test(file) || known.has(file)) continue;
    const name = `${file}.unknown-${randomBytes(4).toString('hex')}`;
    await rename(join(dir, file), join(dir, name));
    aside.push(name);
  }
  if (aside.length > 0) await syncFolder(dir);
  return aside;
}

/** Names of the signing keys in the folder, sorted. */
export async function signingKeyFiles(dir: string): Promise<string[]> {
  return (await readdir(dir)).filter(isSigningKeyFile).sort();
}

const mostBytes = 256;
const pollMs = 50;

/**
 * Reads a private key (32 bytes in base64, as `openssl rand -base64 32` makes them), opening the path once: it may be a
 * file, a credential of systemd, a pipe, and may be gone afterwards. Of a pipe the writer is waited for. Throws
 * `failed`, never with anything of what was read.
 *
 * @param patienceMs how long a pipe is waited for
 */
export async function readSigningKey(path: string, patienceMs: number): Promise<SigningKeyPair> {
  let file: FileHandle;
  try {
    // Not blocking: a pipe that nobody writes to would hold a thread of Node's for good.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be opened';
    throw new TowlineError('failed', `the signing key ${path} ${reason}: put it there`, { cause });
  }
  try {
    const stat = await file.stat();
    if (stat.isFile() && (stat.mode & 0o007) !== 0) {
      throw new TowlineError(
        'failed',
        `${path} can be read by others: 'chmod 600 ${path}', and think of a new key`,
      );
    }
    const text = await readUpTo(file, stat.isFile() ? 0 : patienceMs);
    if (/^[A-Za-z0-9+/]{43}=\s*$/.test(text)) return pairOf(Buffer.from(text, 'base64'));
  } finally {
    await file.close();
  }
  throw new TowlineError('failed', `${path} holds no signing key: expected one of 32 bytes in base64`);
}

/** What a file has, as far as it can be a key; a pipe until its writer has closed it. */
async function readUpTo(file: FileHandle, patienceMs: number): Promise<string> {
  const buffer = Buffer.alloc(mostBytes);
  const deadline = performance.now() + patienceMs;
  for (let length = 0; ; ) {
    const bytesRead = await file.read(buffer, length, mostBytes - length).then(
      (read) => read.bytesRead,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EAGAIN') return undefined;
        throw new TowlineError('failed', `the signing key cannot be read: ${error.code}`);
      },
    );
    length += bytesRead ?? 0;
    const isWaiting = bytesRead === undefined || (bytesRead === 0 && length === 0);
    // More of it than a key has: none, whatever it begins with.
    if (length === mostBytes) return '';
    if (bytesRead === 0 && length > 0) return buffer.toString('latin1', 0, length);
    if (isWaiting && performance.now() >= deadline) return buffer.toString('latin1', 0, length);
    if (isWaiting) await delay(pollMs);
  }
}

function pairOf(privateKey: Buffer): SigningKeyPair {
  return { privateKey, publicKey: signingPublicKey(privateKey) };
}
