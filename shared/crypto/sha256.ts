import { createHash } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of a string's UTF-8 form or of bytes, 32 bytes. */
export function sha256(content: string | Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
