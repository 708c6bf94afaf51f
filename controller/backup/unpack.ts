import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TowlineError } from '../../shared/errors.ts';
import { freeSpace } from '../../shared/os/free-space.ts';
import { syncFolder } from '../../shared/os/write-atomically.ts';
import { configName, descriptionName } from './contents.ts';
import type { Inspected } from './inspect.ts';
import type { OpenedBackup } from './read-backup.ts';

/**
 * Writes the files of a backup into a folder that is there and empty, each 0600 and on the disk. Throws `untrusted` for a
 * backup that is another one than was inspected, `failed` where there is no room.
 */
export async function unpack(backup: OpenedBackup, { parts }: Inspected, folder: string): Promise<void> {
  await requireRoom(
    folder,
    [...parts.values()].reduce((sum, { size }) => sum + size, 0),
  );
  await mkdir(join(folder, 'keys'), { mode: 0o700 });
  const seen = new Set<string>();
  for await (const { name, size, content } of backup.files()) {
    const part = parts.get(name);
    // Names and sizes as they were inspected, so that nothing is written beside the folder, or without end.
    if (part?.size !== size || seen.has(name)) throw changed();
    seen.add(name);
    const hash = createHash('sha256');
    if (name === descriptionName || name === configName)
      for await (const piece of content) hash.update(piece);
    else await write(join(folder, name), content, (piece) => hash.update(piece));
    if (hash.digest('hex') !== part.sha256) throw changed();
  }
  if (seen.size !== parts.size) throw changed();
  await syncFolder(join(folder, 'keys'));
  await syncFolder(folder);
}

async function write(
  path: string,
  content: AsyncIterable<Buffer>,
  onPiece: (piece: Buffer) => void,
): Promise<void> {
  const noted = async function* () {
    for await (const piece of content) {
      onPiece(piece);
      yield piece;
    }
  };
  const mode = dirname(path).endsWith('keys') && path.endsWith('.crt') ? 0o644 : 0o600;
  await pipeline(Readable.from(noted()), createWriteStream(path, { flags: 'wx', mode, flush: true }));
  // A mask of the caller's may have taken something from it.
  await chmod(path, mode);
}

/** The inventory lies there twice for a moment, packed and as a repository; the work tree and SQLite need some as well. */
async function requireRoom(folder: string, bytes: number): Promise<void> {
  const needed = Math.ceil(bytes * 1.2) + 16 * 1024 * 1024;
  const { bytes: free } = await freeSpace(folder);
  if (free >= needed) return;
  throw new TowlineError(
    'failed',
    `the backup needs ${needed} bytes in ${dirname(folder)}, and ${free} are free: make room there, nothing was changed`,
  );
}

function changed(): TowlineError {
  return new TowlineError('untrusted', 'the file changed while it was read: nothing was restored, repeat');
}
