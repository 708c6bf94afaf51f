import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';

/** The key that `towline init` makes. */
export const masterKeyFile = 'master.key';
/** The key that a rotation makes, until the database is under it. */
export const nextMasterKeyFile = 'master-next.key';

/** A key, and where it was found: a credential of systemd's, the file, or the one of a rotation under way. */
export interface FoundKey {
  /** 32 bytes. */
  readonly key: Buffer;
  readonly source: 'credential' | 'old credential' | 'file' | 'next';
  readonly place: string;
}

/**
 * All keys that may be the one, the best first. Throws `failed` for a file that cannot be read or holds no key.
 *
 * @param credentials folder of the service's credentials (systemd.exec(5), LoadCredential=)
 */
export async function findMasterKeys(dir: string, credentials: string | undefined): Promise<FoundKey[]> {
  const places = [
    ...(credentials === undefined
      ? []
      : ([
          ['credential', join(credentials, 'towline-master')],
          ['old credential', join(credentials, 'towline-master-old')],
        ] as const)),
    ['file', join(dir, masterKeyFile)] as const,
    ['next', join(dir, nextMasterKeyFile)] as const,
  ];
  const found: FoundKey[] = [];
  for (const [source, place] of places) {
    const key = await readMasterKey(place);
    if (key !== undefined) found.push({ key, source, place });
  }
  return found;
}

async function readMasterKey(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TowlineError('failed', `${path} cannot be read: give it to the user of the daemon`, { cause });
  }
  if (/^[A-Za-z0-9+/]{43}=\s*$/.test(text)) return Buffer.from(text, 'base64');
  throw new TowlineError(
    'failed',
    `${path} holds no key: expected 32 bytes in base64, put it back from a backup`,
  );
}
