import { randomBytes } from 'node:crypto';
import nacl from 'tweetnacl';
import { TowlineError } from '../../shared/errors.ts';

const nonceLength = nacl.secretbox.nonceLength;

/** Encrypts a secret for the database under the master key (32 bytes): 24 bytes nonce, then the secretbox. */
export function sealAtRest(masterKey: Uint8Array, secret: Uint8Array): Buffer {
  const nonce = randomBytes(nonceLength);
  return Buffer.concat([nonce, nacl.secretbox(secret, nonce, masterKey)]);
}

/** Opens what `sealAtRest` made. Throws `failed` if the master key is another. */
export function openAtRest(masterKey: Uint8Array, sealed: Uint8Array): Buffer {
  const opened = open(masterKey, sealed);
  if (opened === null) {
    throw new TowlineError(
      'failed',
      'a secret in the database does not open with keys/master.key: put the key back that belongs to this database',
    );
  }
  return Buffer.from(opened);
}

/** Whether a master key opens a secret. */
export function opensAtRest(masterKey: Uint8Array, sealed: Uint8Array): boolean {
  return open(masterKey, sealed) !== null;
}

function open(masterKey: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < nonceLength) return null;
  return nacl.secretbox.open(sealed.subarray(nonceLength), sealed.subarray(0, nonceLength), masterKey);
}
