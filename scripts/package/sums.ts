import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes SHA256SUMS of the files in `out`, as sha256sum(1) reads it. */
export function writeSums(out: string, names: readonly string[]): void {
  const lines = [...names].sort().map((name) => {
    const digest = createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex');
    return `${digest}  ${name}\n`;
  });
  writeFileSync(join(out, 'SHA256SUMS'), lines.join(''));
}

/** Reads an Ed25519 private key (PEM). Throws if it is none. */
export function readSigningKey(keyFile: string): KeyObject {
  const key = createPrivateKey(readFileSync(keyFile));
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(
      `${keyFile} is no Ed25519 key: 'openssl genpkey -algorithm ed25519 -out ${keyFile}' makes one`,
    );
  return key;
}

/** Signs SHA256SUMS (Ed25519, RFC 8032) into SHA256SUMS.sig. */
export function signSums(out: string, key: KeyObject): void {
  writeFileSync(join(out, 'SHA256SUMS.sig'), sign(null, readFileSync(join(out, 'SHA256SUMS')), key));
}
