import { readFile } from 'node:fs/promises';
import { identityFingerprint } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import type { AtAny } from './in-turn.ts';
import { fetchCertificate, keyHashOf } from './pin.ts';

const timeoutMs = 10_000;

/**
 * Trusts the key that the controller shows now, since the join string pins none: shows it, and the router's own, for
 * people to compare, and keeps it, so that no other one is trusted later. Throws `unavailable`.
 *
 * @returns SHA-256 (32 bytes) of the controller's key
 */
export async function trustFirstKey(
  atAny: AtAny,
  pinFile: string,
  identityPublicKey: Uint8Array,
  say: (line: string) => void,
): Promise<Buffer> {
  const { certificate } = await atAny((endpoint) => fetchCertificate(endpoint, timeoutMs));
  const keyHash = keyHashOf(certificate);
  say(
    `the key of the controller is trusted at first use and kept in ${pinFile}: compare it with the join string that 'towline status' prints there\n  controller  ${keyHash.toString('hex')}\n  this router ${identityFingerprint(identityPublicKey).toString('hex')} (identity_fingerprint of 'towline pending --json')`,
  );
  // After that: a key that is kept is not shown again, and whoever was cut off here would never have seen it.
  await writeAtomically(pinFile, `${keyHash.toString('hex')}\n`, 0o600);
  return keyHash;
}

/** The key hash that was kept at first use; undefined if there was none. Throws `invalid` for a file that is damaged. */
export async function keptKeyHash(pinFile: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(pinFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (/^[0-9a-f]{64}$/.test(text.trim())) return Buffer.from(text.trim(), 'hex');
  throw new TowlineError(
    'invalid',
    `${pinFile} holds no key hash: remove it to trust the controller's key anew`,
  );
}
