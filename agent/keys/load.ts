import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generateSigningKeyPair,
  type SigningKeyPair,
  signingPublicKey,
} from '../../shared/crypto/ed25519.ts';
import { type BoxKeyPair, boxPublicKey, generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { linkKeyName, linkKeyVersions } from './link-key-files.ts';

/** The node's own keys. They are made here and leave the node never. */
export interface NodeKeys {
  readonly identity: SigningKeyPair;
  readonly management: BoxKeyPair;
  readonly link: BoxKeyPair;
  readonly sealing: BoxKeyPair;
}

/**
 * Loads the keys, making those that are not there. Throws `denied` for a file that others may read.
 *
 * @param asksToJoin whether they are for an enrollment: the key for links is version 1 then, made anew where it went
 *   after it was renewed, since that is the number by which the controller asks a new node for it
 */
export async function loadKeys(folder: string, asksToJoin = false): Promise<NodeKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const identity = await loadOrMake(join(folder, 'identity.key'), () => generateSigningKeyPair().privateKey);
  const box = async (name: string): Promise<BoxKeyPair> => {
    const privateKey = await loadOrMake(join(folder, `${name}.key`), () => generateBoxKeyPair().privateKey);
    return { privateKey, publicKey: boxPublicKey(privateKey) };
  };
  return {
    identity: {
      privateKey: identity,
      publicKey: signingPublicKey(identity),
    },
    management: await box('management'),
    link: await box(asksToJoin ? linkKeyName(1) : await firstLinkKey(folder)),
    sealing: await box('sealing'),
  };
}

/** Name of the oldest key pair for links: the one of the enrollment goes once it has been renewed. */
async function firstLinkKey(folder: string): Promise<string> {
  const [first = 1] = await linkKeyVersions(folder);
  return linkKeyName(first);
}

/** Loads a key of 32 bytes, making it if it is not there. Throws `denied`, `invalid`. */
export async function loadOrMake(path: string, make: () => Buffer): Promise<Buffer> {
  const existing = await readKey(path);
  if (existing !== undefined) return existing;
  const key = make();
  await writeAtomically(path, `${key.toString('base64')}\n`, 0o600);
  return key;
}

async function readKey(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (((await stat(path)).mode & 0o077) !== 0) {
    throw new TowlineError(
      'denied',
      `${path} can be read by others: 'chmod 600 ${path}', and think of new keys`,
    );
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === 32) return key;
  throw new TowlineError(
    'invalid',
    `${path} holds no key of 32 bytes: restore it, or remove it and enroll again`,
  );
}
