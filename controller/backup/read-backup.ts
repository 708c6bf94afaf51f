import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { mostHeaderBytes, type OpenedFile, type Opener, openFile } from './age/age.ts';
import { type PassingFile, readTar } from './untar.ts';

/** A backup that was opened. */
export interface OpenedBackup {
  /**
   * The files in it, in order, from the beginning each time that it is called. Only what is authentic is given; that it
   * was all is known at the end. Throws `untrusted`, `invalid`.
   */
  files(): AsyncGenerator<PassingFile, void>;
}

/** Opens a backup in a file. Throws `invalid`, `denied`, `untrusted`, `failed`. */
export async function openBackup(path: string, opener: Opener): Promise<OpenedBackup> {
  const opened = await openFile(opener, await readStart(path));
  return { files: () => readTar(decompressed(path, opened)) };
}

async function* decompressed(path: string, { payloadAt, decrypt }: OpenedFile): AsyncGenerator<Buffer, void> {
  const sealed = createReadStream(path, { start: payloadAt, highWaterMark: 256 * 1024 });
  const gunzip = createGunzip();
  pipeline(Readable.from(decrypt(sealed)), gunzip, () => sealed.destroy());
  try {
    yield* gunzip;
  } catch (error) {
    if (error instanceof TowlineError || !/^Z_/.test((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
    throw new TowlineError('invalid', `the file holds no backup of a controller: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    sealed.destroy();
  }
}

async function readStart(path: string): Promise<Buffer> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const message = isMissing ? `there is no file ${path}` : `${path} cannot be read: ${messageOf(cause)}`;
    throw new TowlineError(isMissing ? 'notFound' : 'failed', message, { cause });
  }
  try {
    if (!(await file.stat()).isFile())
      throw new TowlineError(
        'invalid',
        `${path} is no file: a backup is read twice, so write it to one first`,
      );
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostHeaderBytes), 0, mostHeaderBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
