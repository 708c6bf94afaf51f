import { randomBytes } from 'node:crypto';
import nacl from 'tweetnacl';
import { TowlineError } from '../errors.ts';
import { agreeOnSecret, type BoxKeyPair } from './x25519.ts';

const keyLength = 32;
const nonceLength = nacl.box.nonceLength;

/**
 * Seals `message` so that only the owner of `publicKey` (X25519, 32 bytes) can open it.
 *
 * @returns ephemeral public key (32 bytes), nonce (24 bytes), nacl.box ciphertext
 */
export function seal(publicKey: Uint8Array, message: Uint8Array): Buffer {
  const ephemeral = agreeOnSecret(publicKey);
  const nonce = randomBytes(nonceLength);
  const ciphertext = nacl.secretbox(message, nonce, boxKey(ephemeral.secret));
  return Buffer.concat([ephemeral.publicKey, nonce, ciphertext]);
}

/**
 * What `nacl.box.before` computes (HSalsa20 of the X25519 secret; Bernstein, "Cryptography in NaCl", section 8), with
 * Node's X25519, which is ten times as fast: a release of a large network seals thousands.
 */
function boxKey(shared: Uint8Array): Uint8Array {
  const key = new Uint8Array(nacl.secretbox.keyLength);
  const { crypto_core_hsalsa20 } = (nacl as unknown as LowLevel).lowlevel;
  crypto_core_hsalsa20(key, new Uint8Array(16), shared, sigma);
  return key;
}

/** The part of tweetnacl that its types leave out. */
interface LowLevel {
  readonly lowlevel: {
    crypto_core_hsalsa20(out: Uint8Array, input: Uint8Array, key: Uint8Array, constant: Uint8Array): void;
  };
}

const sigma = Buffer.from('expand 32-byte k');

/** Opens what `seal` made. Throws `untrusted` if it is not for this key or was altered. */
export function unseal(keys: Pick<BoxKeyPair, 'privateKey'>, sealed: Uint8Array): Buffer {
  // X25519 leaves the highest bit of a public key out (RFC 7748 section 5), and `seal` never sets it.
  const isWhole = sealed.length > keyLength + nonceLength && ((sealed[keyLength - 1] ?? 0) & 0x80) === 0;
  const opened = isWhole
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
