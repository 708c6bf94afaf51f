import { createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';
import nacl from 'tweetnacl';

/** An X25519 key pair (RFC 7748), 32 bytes each, as WireGuard and nacl.box use it. */
export interface BoxKeyPair {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

/** Makes a key pair. DER, since the JWK export of X25519 keys deadlocks Node 20 after a few thousand rounds. */
export function generateBoxKeyPair(): BoxKeyPair {
  const pair = generateKeyPairSync('x25519', {
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  });
  const privateKey = Buffer.from(pair.privateKey.subarray(-32));
  // RFC 7748 section 5: clamped as `wg genkey` does, so that `wg` prints the key it was given.
  privateKey.writeUInt8(privateKey.readUInt8(0) & 248, 0);
  privateKey.writeUInt8((privateKey.readUInt8(31) & 127) | 64, 31);
  return { privateKey, publicKey: Buffer.from(pair.publicKey.subarray(-32)) };
}

// RFC 8410: what stands before the 32 bytes of an X25519 public key in DER.
const spki = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * A new key pair's public key (32 bytes), and the secret (32 bytes) that it shares with another public key. The
 * private key never becomes bytes, which would cost ten times the rest. Throws for a public key of low order.
 */
export function agreeOnSecret(publicKey: Uint8Array): {
  readonly publicKey: Buffer;
  readonly secret: Buffer;
} {
  const own = generateKeyPairSync('x25519');
  const peer = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
  return {
    publicKey: own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
    secret: diffieHellman({ publicKey: peer, privateKey: own.privateKey }),
  };
}

/** Whether nothing is secret that is agreed on with this public key (32 bytes): RFC 7748 section 6.1. */
export function isLowOrder(publicKey: Uint8Array): boolean {
  try {
    agreeOnSecret(publicKey);
    return false;
  } catch {
    return true;
  }
}

/** The public key (32 bytes) of an X25519 private key. */
export function boxPublicKey(privateKey: Uint8Array): Buffer {
  return Buffer.from(nacl.scalarMult.base(privateKey));
}

/** The 32 bytes of a key in WireGuard's base64 form, or undefined if the text is none. */
export function parseWireGuardKey(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text)) return undefined;
  return Buffer.from(text, 'base64');
}
