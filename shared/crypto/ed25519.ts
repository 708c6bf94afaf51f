import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

// RFC 8410: the DER form of a raw key is a fixed prefix and the 32 bytes.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** An Ed25519 key pair (RFC 8032): `privateKey` is the 32-byte seed, `publicKey` the 32-byte point. */
export interface SigningKeyPair {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

export function generateSigningKeyPair(): SigningKeyPair {
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  });
  return { privateKey: pair.privateKey.subarray(-32), publicKey: pair.publicKey.subarray(-32) };
}

/** The public key (32 bytes) of a 32-byte seed. */
export function signingPublicKey(privateKey: Uint8Array): Buffer {
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, privateKey]),
    format: 'der',
    type: 'pkcs8',
  });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

/** Keys by their bytes: to read one takes Node ten times as long as to sign with it. */
const signingKeys = new WeakMap<Uint8Array, KeyObject>();
/** The same of public keys; with a copy, since who changes a key's bytes in place has another key. */
const verifyingKeys = new WeakMap<Uint8Array, { readonly bytes: Buffer; readonly key: KeyObject }>();

/** Signature (64 bytes) by a 32-byte seed over `context` (what the signature is for) followed by `message`. */
export function signBytes(privateKey: Uint8Array, context: string, message: Uint8Array): Buffer {
  const key =
    signingKeys.get(privateKey) ??
    createPrivateKey({ key: Buffer.concat([pkcs8Prefix, privateKey]), format: 'der', type: 'pkcs8' });
  signingKeys.set(privateKey, key);
  return sign(null, Buffer.concat([Buffer.from(context), message]), key);
}

/** A public key (32 bytes), or several of which any may have signed. */
export type Signers = Uint8Array | readonly Uint8Array[];

/** Whether `signature` is one of any of the keys over `context` and `message`. Never throws. */
export function verifyByAny(
  signers: Signers,
  context: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const keys = signers instanceof Uint8Array ? [signers] : signers;
  return keys.some((key) => verifyBytes(key, context, message, signature));
}

/** Whether `signature` is one of `publicKey` (32 bytes) over `context` and `message`. Never throws. */
export function verifyBytes(
  publicKey: Uint8Array,
  context: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return verify(null, Buffer.concat([Buffer.from(context), message]), verifyingKey(publicKey), signature);
  } catch {
    return false;
  }
}

function verifyingKey(publicKey: Uint8Array): KeyObject {
  const known = verifyingKeys.get(publicKey);
  if (known?.bytes.equals(publicKey)) return known.key;
  const bytes = Buffer.from(publicKey);
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: 'der', type: 'spki' });
  verifyingKeys.set(publicKey, { bytes, key });
  return key;
}
