import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import nacl from 'tweetnacl';
import { type BoxKeyPair, generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { blake2s } from './blake2s.ts';

// Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s as in the WireGuard whitepaper, sections 5.4.2 and 5.4.3.

const construction = 'Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s';
const identifier = 'WireGuard v1 zx2c4 Jason@zx2c4.com';

export interface Initiator {
  readonly keys: BoxKeyPair;
  /** 32 bytes. */
  readonly responderPublicKey: Buffer;
  /** 32 bytes; absent is none, which is zeros. */
  readonly presharedKey?: Buffer;
}

export interface Initiation {
  /** The 148 bytes to send. */
  readonly message: Buffer;
  /** Whether these bytes are the responder's answer to it, down to the last proof. */
  isAnswer(response: Buffer): boolean;
}

/**
 * An initiation with the timestamp of any time, Unix time in milliseconds.
 *
 * @param index the sender's index, 32 bits
 */
export function makeInitiation(initiator: Initiator, timeMs: number, index: number): Initiation {
  const { keys, responderPublicKey } = initiator;
  const ephemeral = generateBoxKeyPair();
  let chain = hash(Buffer.from(construction));
  let digest = hash(hash(chain, Buffer.from(identifier)), responderPublicKey);
  chain = derive(chain, ephemeral.publicKey)[0];
  digest = hash(digest, ephemeral.publicKey);
  let key: Buffer;
  [chain, key] = derive(chain, agree(ephemeral.privateKey, responderPublicKey));
  const sealedStatic = encrypt(key, keys.publicKey, digest);
  digest = hash(digest, sealedStatic);
  [chain, key] = derive(chain, agree(keys.privateKey, responderPublicKey));
  const sealedTime = encrypt(key, tai64n(timeMs), digest);
  digest = hash(digest, sealedTime);
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(index, 4);
  const body = Buffer.concat([head, ephemeral.publicKey, sealedStatic, sealedTime]);
  const mac1 = blake2s(hash(Buffer.from('mac1----'), responderPublicKey), body, 16);
  return {
    message: Buffer.concat([body, mac1, Buffer.alloc(16)]),
    isAnswer: (response) => {
      if (response.length !== 92 || response[0] !== 2 || response.readUInt32LE(8) !== index) return false;
      const theirs = response.subarray(12, 44);
      let [after] = derive(chain, theirs);
      [after] = derive(after, agree(ephemeral.privateKey, theirs));
      [after] = derive(after, agree(keys.privateKey, theirs));
      const [, mixed, last] = derive(after, initiator.presharedKey ?? Buffer.alloc(32));
      return isSealed(last, response.subarray(44, 60), hash(hash(digest, theirs), mixed));
    },
  };
}

/** TAI64N, 12 bytes, ten seconds ahead of Unix time as in WireGuard. */
function tai64n(timeMs: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(0x400000000000000an + BigInt(Math.floor(timeMs / 1000)), 0);
  bytes.writeUInt32BE((timeMs % 1000) * 1_000_000, 8);
  return bytes;
}

function hash(...parts: readonly Uint8Array[]): Buffer {
  return createHash('blake2s256').update(Buffer.concat(parts)).digest();
}

function hmac(key: Buffer, ...parts: readonly Uint8Array[]): Buffer {
  return createHmac('blake2s256', key).update(Buffer.concat(parts)).digest();
}

/** KDF of the whitepaper, section 5.4: as many outputs as anybody takes. */
function derive(key: Buffer, input: Buffer): [Buffer, Buffer, Buffer] {
  const secret = hmac(key, input);
  const first = hmac(secret, Buffer.from([1]));
  const second = hmac(secret, first, Buffer.from([2]));
  return [first, second, hmac(secret, second, Buffer.from([3]))];
}

function agree(privateKey: Buffer, publicKey: Buffer): Buffer {
  return Buffer.from(nacl.scalarMult(privateKey, publicKey));
}

const nonce = Buffer.alloc(12);
const aead = 'chacha20-poly1305';

function encrypt(key: Buffer, text: Buffer, digest: Buffer): Buffer {
  const cipher = createCipheriv(aead, key, nonce, { authTagLength: 16 });
  cipher.setAAD(digest, { plaintextLength: text.length });
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** Whether these 16 bytes are the encryption of nothing. */
function isSealed(key: Buffer, tag: Buffer, digest: Buffer): boolean {
  const cipher = createDecipheriv(aead, key, nonce, { authTagLength: 16 });
  cipher.setAAD(digest, { plaintextLength: 0 });
  cipher.setAuthTag(tag);
  try {
    cipher.final();
    return true;
  } catch {
    return false;
  }
}
