import { randomBytes } from 'node:crypto';
import nacl from 'tweetnacl';
import { TowlineError } from '../errors.ts';
import { type BoxKeyPair, generateBoxKeyPair } from './x25519.ts';

const keyLength = 32;
const nonceLength = nacl.box.nonceLength;

/**
 * Seals `message` so that only the owner of `publicKey` (X25519, 32 bytes) can open it.
 *
 * @returns ephemeral public key (32 bytes), nonce (24 bytes), nacl.box ciphertext
 */
export function seal(publicKey: Uint8Array, message: Uint8Array): Buffer {
  const ephemeral = generateBoxKeyPair();
  const nonce = randomBytes(nonceLength);
  const ciphertext = nacl.box(message, nonce, publicKey, ephemeral.privateKey);
  return Buffer.concat([ephemeral.publicKey, nonce, ciphertext]);
}

/** Opens what `seal` made. Throws `untrusted` if it is not for this key or was altered. */
export function unseal(keys: Pick<BoxKeyPair, 'privateKey'>, sealed: Uint8Array): Buffer {
  const opened =
    sealed.length > keyLength + nonceLength
      ? nacl.box.open(
          sealed.subarray(keyLength + nonceLength),
          sealed.subarray(keyLength, keyLength + nonceLength),
          sealed.subarray(0, keyLength),
          keys.privateKey,
        )
      : null;
  if (opened === null)
    throw new TowlineError('untrusted', 'a sealed message is not for this key or was altered');
  return Buffer.from(opened);
}
