import { makeFileKey, type Opener, type Recipients, unwrapFileKey, wrapFileKey } from './file-key.ts';
import { checkMac, formatHeader, type Header, mostHeaderBytes, parseHeader } from './header.ts';
import { decryptPayload, encryptPayload } from './payload.ts';

/**
 * Encrypts a stream as an age file.
 *
 * @param cost of a passphrase, log2 of scrypt's N
 */
export async function* encrypt(
  recipients: Recipients,
  plain: AsyncIterable<Uint8Array>,
  cost?: number,
): AsyncGenerator<Buffer, void> {
  const fileKey = makeFileKey();
  yield formatHeader(fileKey, await wrapFileKey(fileKey, recipients, cost));
  yield* encryptPayload(fileKey, plain);
}

/** A file that was opened: where its payload begins, and what decrypts it. */
export interface OpenedFile {
  /** Bytes. */
  readonly payloadAt: number;
  /** Decrypts the bytes from `payloadAt` on; to be called as often as the file is read. Throws `untrusted`. */
  decrypt(payload: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void>;
}

/**
 * Opens an age file by its first bytes. Throws `invalid`, `denied`, `untrusted`.
 *
 * @param start at least the header, or its first `mostHeaderBytes`
 */
export async function openFile(opener: Opener, start: Buffer): Promise<OpenedFile> {
  const header: Header = parseHeader(start.subarray(0, mostHeaderBytes));
  const fileKey = await unwrapFileKey(header, opener);
  checkMac(fileKey, header);
  return { payloadAt: header.length, decrypt: (payload) => decryptPayload(fileKey, payload) };
}

export { mostHeaderBytes, type Opener, type Recipients };
