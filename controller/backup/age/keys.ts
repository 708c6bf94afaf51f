import { boxPublicKey, isLowOrder } from '../../../shared/crypto/x25519.ts';
import { TowlineError } from '../../../shared/errors.ts';
import { fromBech32, toBech32 } from './bech32.ts';

const publicPrefix = 'age';
const secretPrefix = 'age-secret-key-';

/** `age1…`, of an X25519 public key (32 bytes). */
export function formatPublicKey(key: Uint8Array): string {
  return toBech32(publicPrefix, key);
}

/** `AGE-SECRET-KEY-1…`, of an X25519 private key (32 bytes). */
export function formatSecretKey(key: Uint8Array): string {
  return toBech32(secretPrefix, key).toUpperCase();
}

/** An X25519 public key (32 bytes). Throws `invalid`; a secret key that was given instead is not in the message. */
export function parsePublicKey(text: string): Buffer {
  const key = fromBech32(publicPrefix, text);
  if (key?.length === 32 && !isLowOrder(key)) return key;
  if (/^age-secret-key-/i.test(text))
    throw new TowlineError(
      'invalid',
      'that is a secret key: give the public key of it, which begins with age1',
    );
  const shown = JSON.stringify(text.slice(0, 80));
  throw new TowlineError('invalid', `${shown} is no public key: 'towline backup keygen' prints one (age1…)`);
}

/** The X25519 private keys (32 bytes each) of a key file, as age-keygen writes it too; # begins a comment. */
export function parseSecretKeys(text: string): Buffer[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const keys = lines.map((line) => fromBech32(secretPrefix, line.trim()));
  if (keys.length > 0 && keys.every((key) => key?.length === 32)) return keys as Buffer[];
  throw new TowlineError(
    'invalid',
    "the key file holds no secret key: expected the file that 'towline backup keygen' wrote (AGE-SECRET-KEY-1…)",
  );
}

/** The text of a key file. */
export function keyFileText(privateKey: Buffer, created: Date): string {
  const publicKey = formatPublicKey(boxPublicKey(privateKey));
  const day = created.toISOString().replace(/\.\d+/, '');
  return `# created: ${day}\n# public key: ${publicKey}\n${formatSecretKey(privateKey)}\n`;
}
