import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import nacl from 'tweetnacl';
import { agreeOnSecret, boxPublicKey } from '../../../shared/crypto/x25519.ts';
import { TowlineError } from '../../../shared/errors.ts';
import { fromBase64, type Header, type Stanza, toBase64 } from './header.ts';

/** Whom a file is for, and who opens one: a passphrase, or keys (32 bytes each). */
export type Recipients = { readonly passphrase: string } | { readonly publicKeys: readonly Buffer[] };
export type Opener = { readonly passphrase: string } | { readonly secretKeys: readonly Buffer[] };

const fileKeyBytes = 16;
const tagBytes = 16;
const noNonce = Buffer.alloc(12);
const x25519Info = 'age-encryption.org/v1/X25519';
const scryptLabel = 'age-encryption.org/v1/scrypt';

/** 2^17 with r = 8: 128 MiB and about half a second for each guess (OWASP Password Storage, 2023). */
const writtenCost = 17;
/** Of a file that somebody else wrote: 1 GiB, some seconds. */
const mostCost = 20;

const deriveKey = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);

/** Makes a file key. */
export function makeFileKey(): Buffer {
  return randomBytes(fileKeyBytes);
}

/** Puts a file key where the recipients find it. @param cost of the passphrase, log2 */
export async function wrapFileKey(
  fileKey: Buffer,
  recipients: Recipients,
  cost = writtenCost,
): Promise<Stanza[]> {
  if ('publicKeys' in recipients) return recipients.publicKeys.map((key) => forKey(fileKey, key));
  const salt = randomBytes(16);
  const key = await stretched(recipients.passphrase, salt, cost);
  return [{ type: 'scrypt', args: [toBase64(salt), String(cost)], body: seal(key, fileKey) }];
}

/**
 * Finds the file key. Throws `denied` where the passphrase or the keys are others, `invalid` for a stanza that is none,
 * or costs too much.
 */
export async function unwrapFileKey({ stanzas }: Header, opener: Opener): Promise<Buffer> {
  const ofPassphrase = stanzas.find(({ type }) => type === 'scrypt');
  // A file for several passphrases would let one of them speak for the others.
  if (ofPassphrase !== undefined && stanzas.length > 1) throw broken();
  const ofKeys = stanzas.filter(({ type }) => type === 'X25519');
  if ('passphrase' in opener) {
    if (ofPassphrase === undefined)
      throw new TowlineError(
        'denied',
        ofKeys.length > 0
          ? 'the file is for a public key, not for a passphrase: give the secret key with --key'
          : 'the file is not for a passphrase, or its beginning is damaged',
      );
    const found = await byPassphrase(ofPassphrase, opener.passphrase);
    if (found !== undefined) return found;
    throw new TowlineError('denied', 'it is another passphrase, or the beginning of the file is damaged');
  }
  if (ofPassphrase !== undefined)
    throw new TowlineError(
      'denied',
      'the file is for a passphrase, not for a key: give it with --passphrase-file, or type it',
    );
  for (const stanza of ofKeys)
    for (const secretKey of opener.secretKeys) {
      const found = byKey(stanza, secretKey);
      if (found !== undefined) return found;
    }
  throw new TowlineError(
    'denied',
    'the file is for another key than the one given, or its beginning is damaged',
  );
}

function forKey(fileKey: Buffer, publicKey: Buffer): Stanza {
  const { publicKey: share, secret } = agreeOnSecret(publicKey);
  return { type: 'X25519', args: [toBase64(share)], body: seal(wrapKey(secret, share, publicKey), fileKey) };
}

function byKey({ args, body }: Stanza, secretKey: Buffer): Buffer | undefined {
  const share = fromBase64(args[0] ?? '');
  if (args.length !== 1 || share?.length !== 32 || body.length !== fileKeyBytes + tagBytes) throw broken();
  const secret = Buffer.from(nacl.scalarMult(secretKey, share));
  // A share of low order (RFC 7748 section 6.1): a key that everybody knows.
  if (secret.every((byte) => byte === 0)) throw broken();
  return open(wrapKey(secret, share, boxPublicKey(secretKey)), body);
}

function wrapKey(secret: Buffer, share: Buffer, publicKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([share, publicKey]), x25519Info, 32));
}

async function byPassphrase({ args, body }: Stanza, passphrase: string): Promise<Buffer | undefined> {
  const [salt, cost] = [fromBase64(args[0] ?? ''), args[1] ?? ''];
  if (args.length !== 2 || salt?.length !== 16 || body.length !== fileKeyBytes + tagBytes) throw broken();
  if (!/^[1-9]\d?$/.test(cost)) throw broken();
  if (Number(cost) > mostCost)
    throw new TowlineError(
      'invalid',
      `the file wants 2^${cost} rounds for its passphrase, at most 2^${mostCost} are done here`,
    );
  return open(await stretched(passphrase, salt, Number(cost)), body);
}

function stretched(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const [N, r] = [2 ** cost, 8];
  // RFC 7914 section 2: 128 * N * r bytes, and some.
  const maxmem = 128 * N * r + 1024 * 1024;
  return deriveKey(passphrase, Buffer.concat([Buffer.from(scryptLabel), salt]), 32, { N, r, p: 1, maxmem });
}

function seal(key: Buffer, fileKey: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, noNonce, { authTagLength: tagBytes });
  return Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
}

function open(key: Buffer, body: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('chacha20-poly1305', key, noNonce, { authTagLength: tagBytes });
  decipher.setAuthTag(body.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

function broken(): TowlineError {
  return new TowlineError('invalid', 'the beginning of the file is damaged: take another copy');
}
