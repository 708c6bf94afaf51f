import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { type BoxKeyPair, boxPublicKey, generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { certificateKeyHash, createCertificate, generateTlsKey } from './certificate.ts';
import type { Signing } from './signing.ts';
import { firstSigningKey, isSigningKeyFile } from './signing-files.ts';

/** The controller's keys. Never logged, never in an error. */
export interface ControllerKeys {
  /** Encrypts pre-shared keys in the database, 32 bytes; another one once it was rotated, so read it each time. */
  readonly master: Buffer;
  /** Signs bundles, answers and confirmations. */
  readonly signing: Signing;
  /** The controller's end of the management tunnel. */
  readonly wireguard: BoxKeyPair;
  /** The enrollment listener's, PEM. */
  readonly tls: { readonly privateKey: string; readonly certificate: string; readonly keyHash: Buffer };
}

/**
 * Makes those keys that are not there yet, each file 0600.
 *
 * @param withSigningKey false: it is kept elsewhere
 * @param withMasterKey false: there is a database, which is under a key that is kept elsewhere, or was lost
 */
export async function createKeys(dir: string, withSigningKey = true, withMasterKey = true): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  const make = async (name: string, content: () => string | Promise<string>) => {
    const path = join(dir, name);
    if (!existsSync(path))
      await writeAtomically(path, await content(), name.endsWith('.crt') ? 0o644 : 0o600);
  };
  if (withMasterKey) await make('master.key', () => text(randomBytes(32)));
  const hasSigningKey = (await readdir(dir)).some(isSigningKeyFile);
  if (withSigningKey && !hasSigningKey)
    await make(firstSigningKey, () => text(generateSigningKeyPair().privateKey));
  await make('wireguard.key', () => text(generateBoxKeyPair().privateKey));
  await make('tls.key', generateTlsKey);
  await make('tls.crt', async () => createCertificate(await readKeyFile(dir, 'tls.key')));
}

/** Reads the keys but the one that signs (`openSigning`) and the one of the database (`openMasterKey`). Throws `failed` if one is missing or broken. */
export async function loadKeys(dir: string): Promise<Omit<ControllerKeys, 'signing' | 'master'>> {
  const wireguard = await readRawKey(dir, 'wireguard.key');
  const privateKey = await readKeyFile(dir, 'tls.key');
  const certificate = await readKeyFile(dir, 'tls.crt');
  return {
    wireguard: { privateKey: wireguard, publicKey: boxPublicKey(wireguard) },
    tls: { privateKey, certificate, keyHash: readKeyHash(dir, certificate) },
  };
}

/** The hash that join strings carry. Throws `failed` if there is no certificate yet. */
export async function loadKeyHash(dir: string): Promise<Buffer> {
  return readKeyHash(dir, await readKeyFile(dir, 'tls.crt'));
}

function readKeyHash(dir: string, certificate: string): Buffer {
  try {
    return certificateKeyHash(certificate);
  } catch {
    throw broken(dir, 'tls.crt');
  }
}

async function readRawKey(dir: string, name: string): Promise<Buffer> {
  const key = Buffer.from((await readKeyFile(dir, name)).trim(), 'base64');
  if (key.length !== 32) throw broken(dir, name);
  return key;
}

async function readKeyFile(dir: string, name: string): Promise<string> {
  try {
    return await readFile(join(dir, name), 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    const message = `${join(dir, name)} ${reason}: run 'towline init' as root, or put it back from a backup`;
    throw new TowlineError('failed', message, { cause });
  }
}

function broken(dir: string, name: string): TowlineError {
  return new TowlineError('failed', `${join(dir, name)} holds no key: put it back from a backup`);
}

function text(key: Buffer): string {
  return `${key.toString('base64')}\n`;
}
