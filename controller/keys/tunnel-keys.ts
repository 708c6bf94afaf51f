import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoxKeyPair, boxPublicKey, generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

/** The key of the tunnel that `towline init` makes; those of moves are beside it. */
export const firstTunnelKey = 'wireguard.key';

const keyOfMove = /^wireguard-\d+\.key$/;

/** Makes a new private key; one that is there under this name was never used. */
export async function makeTunnelKey(dir: string, file: string): Promise<void> {
  await writeAtomically(join(dir, file), `${generateBoxKeyPair().privateKey.toString('base64')}\n`, 0o600);
}

/** Throws `failed` if it is not there or broken. */
export function readTunnelKey(dir: string, file: string): BoxKeyPair {
  let text: string;
  try {
    text = readFileSync(join(dir, file), 'utf8');
  } catch (cause) {
    throw broken(dir, file, cause);
  }
  const privateKey = Buffer.from(text.trim(), 'base64');
  if (privateKey.length !== 32) throw broken(dir, file);
  return { privateKey, publicKey: boxPublicKey(privateKey) };
}

/** Removes keys of moves that are over, or of ones that ended before they began. */
export async function removeUnusedTunnelKeys(dir: string, used: ReadonlySet<string>): Promise<void> {
  for (const file of await readdir(dir)) {
    if (keyOfMove.test(file) && !used.has(file)) await rm(join(dir, file), { force: true });
  }
}

function broken(dir: string, file: string, cause?: unknown): TowlineError {
  const message = `${join(dir, file)} holds no key of the management tunnel: put it back from a backup`;
  return new TowlineError('failed', message, { cause });
}
