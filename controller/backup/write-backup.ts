import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { TowlineError } from '../../shared/errors.ts';
import { syncFolder } from '../../shared/os/write-atomically.ts';
import { encrypt, type Recipients } from './age/age.ts';

/**
 * Compresses and encrypts an archive into a stream, with constant memory. Resolves to the bytes written.
 *
 * @param archive what tar.ts writes
 */
export async function writeBackup(
  archive: AsyncIterable<Uint8Array>,
  recipients: Recipients,
  to: Writable,
): Promise<number> {
  let bytes = 0;
  const count = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const piece of source) {
      bytes += piece.length;
      yield piece;
    }
  };
  // Level 1: more makes a backup of text a few per cent smaller and takes several times as long.
  await pipeline(
    Readable.from(archive),
    createGzip({ level: 1 }),
    (source: AsyncIterable<Uint8Array>) => encrypt(recipients, source),
    count,
    to,
  );
  return bytes;
}

/**
 * The same into a file, 0600, which is there as a whole and on the disk, or not at all. Throws `exists` unless it may
 * take the place of another.
 */
export async function writeBackupFile(
  archive: AsyncIterable<Uint8Array>,
  recipients: Recipients,
  path: string,
  mayReplace: boolean,
): Promise<number> {
  requireFree(path, mayReplace);
  const partial = `${path}.${randomBytes(6).toString('hex')}.partial`;
  try {
    const options = { flags: 'wx', mode: 0o600, flush: true, highWaterMark: 1024 * 1024 };
    const stream = createWriteStream(partial, options);
    const bytes = await writeBackup(archive, recipients, stream);
    requireFree(path, mayReplace);
    await rename(partial, path);
    await syncFolder(dirname(path));
    return bytes;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Throws `exists` where a file is in the way. */
export function requireFree(path: string, mayReplace: boolean): void {
  if (mayReplace || !existsSync(path)) return;
  throw new TowlineError('exists', `${path} is there already: name another file, or replace it with --force`);
}
