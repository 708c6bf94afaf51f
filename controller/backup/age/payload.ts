import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { TowlineError } from '../../../shared/errors.ts';

/**
 * The payload of an age file: a nonce, then chunks of 64 KiB, each with ChaCha20-Poly1305 under a nonce that counts them
 * and says which one is the last (STREAM, Hoang and others, "Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance", 2015). So a chunk that was changed, moved, left out, or cut off is found.
 */

const chunkBytes = 64 * 1024;
const tagBytes = 16;
export const nonceBytes = 16;

/** Encrypts what comes, however it is cut. */
export async function* encryptPayload(
  fileKey: Buffer,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  const nonce = randomBytes(nonceBytes);
  const key = payloadKey(fileKey, nonce);
  yield nonce;
  let counter = 0;
  for await (const { chunk, isLast } of chunksOf(plain, chunkBytes)) {
    const cipher = createCipheriv('chacha20-poly1305', key, chunkNonce(counter++, isLast), {
      authTagLength: tagBytes,
    });
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * Decrypts what comes after the header; gives only what is authentic, and ends well only after the last chunk. Throws
 * `untrusted`.
 */
export async function* decryptPayload(
  fileKey: Buffer,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  let key: Buffer | undefined;
  let counter = 0;
  for await (const { chunk, isLast } of chunksOf(
    afterNonce(sealed, (nonce) => {
      key = payloadKey(fileKey, nonce);
    }),
    chunkBytes + tagBytes,
  )) {
    if (key === undefined || chunk.length < tagBytes) throw cutOff();
    const plain = openChunk(key, chunk, chunkNonce(counter, isLast));
    if (plain === undefined)
      throw isLast && openChunk(key, chunk, chunkNonce(counter, false)) ? cutOff() : changed(counter);
    // Nothing but an empty file ends with an empty chunk.
    if (isLast && counter > 0 && plain.length === 0) throw changed(counter);
    counter++;
    if (plain.length > 0) yield plain;
  }
}

async function* afterNonce(
  sealed: AsyncIterable<Uint8Array>,
  onNonce: (nonce: Buffer) => void,
): AsyncGenerator<Uint8Array, void> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of sealed) {
    if (start === undefined) {
      yield piece;
      continue;
    }
    start = Buffer.concat([start, piece]);
    if (start.length < nonceBytes) continue;
    onNonce(start.subarray(0, nonceBytes));
    yield start.subarray(nonceBytes);
    start = undefined;
  }
  if (start !== undefined) throw cutOff();
}

/** What comes in chunks of a size, the last one, of 0 bytes or more, marked. */
async function* chunksOf(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly chunk: Buffer; readonly isLast: boolean }, void> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length <= size) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    // One byte more has to be there: else this may be the last.
    for (; all.length - at > size; at += size) yield { chunk: all.subarray(at, at + size), isLast: false };
    waiting = [all.subarray(at)];
    length = all.length - at;
  }
  yield { chunk: Buffer.concat(waiting), isLast: true };
}

function openChunk(key: Buffer, chunk: Buffer, nonce: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(chunk.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** 11 bytes counter, big endian, then 1 for the last chunk. */
function chunkNonce(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function payloadKey(fileKey: Buffer, nonce: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
}

function cutOff(): TowlineError {
  return new TowlineError('untrusted', 'the file ends too early: it was cut off, take another copy');
}

function changed(counter: number): TowlineError {
  return new TowlineError(
    'untrusted',
    `the file is damaged or was changed at byte ${counter * (chunkBytes + tagBytes)} after its header, or something follows its end: take another copy`,
  );
}
