import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import { syncFolder, writeAtomically } from '../../shared/os/write-atomically.ts';
import type { Audit } from '../audit/audit.ts';
import type { Store } from '../store/store.ts';
import { type FoundKey, findMasterKeys, masterKeyFile, nextMasterKeyFile } from './master-key-places.ts';
import { opensAtRest } from './seal-at-rest.ts';

/**
 * The key under which secrets lie in the database: 32 bytes in `keys/master.key`, or in the credential
 * `towline-master` that systemd hands to the service. What is secret and not in the database is a file of its own in
 * `keys/`, 0600: the key that signs (unless `signing_key` says where it is), those of the management tunnel, and that
 * of the enrollment listener. Tokens lie in the database as hashes, and what is sealed to a node is for that node.
 */
export interface MasterKey {
  current(): Buffer;
  /** 16 hexadecimal digits that say which key it is, and nothing of it. */
  id(): string;
  place(): string;
  /** What an admin should do about it, such as `towline keys rotate master`; undefined if there is nothing. */
  advice(): string | undefined;
  /** Ends a rotation that was interrupted. Not before the state folder is locked: it may be under way in another daemon. */
  settle(): Promise<void>;
  /**
   * Puts every secret of the database under a new key. Killed at any moment it leaves a database and a key that fit:
   * the new key is on the disk before the database is under it, and the old one until it is. Not beside anything that
   * makes releases. Throws `conflict` where systemd keeps the key and has no new one, and, with everything under the
   * new key, where somebody reads the database; `failed`.
   *
   * @returns number of secrets
   */
  rotate(audit: Audit): Promise<number>;
}

/** What is done to the folder of keys. */
export interface KeyFolder {
  write(name: string, key: Buffer): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface MasterKeyOptions {
  readonly store: Pick<Store, 'masterKey' | 'psks' | 'transaction'>;
  readonly dir: string;
  /** Folder of the credentials that systemd gave the service ($CREDENTIALS_DIRECTORY). */
  readonly credentials?: string | undefined;
  readonly folder?: KeyFolder;
}

/** Id of a master key: a hash, 8 bytes. */
export function masterKeyId(key: Buffer): Buffer {
  return sha256(Buffer.concat([Buffer.from('towline master key id v1\0'), key])).subarray(0, 8);
}

/**
 * Finds the key that the database is under. Throws `failed` if it is not there: at the start, and not when the first
 * secret is needed.
 */
export async function openMasterKey(options: MasterKeyOptions): Promise<MasterKey> {
  const { store, dir, credentials, folder = keyFolder(dir) } = options;
  const found = await findMasterKeys(dir, credentials);
  let current = chooseKey(store, found, dir);
  const credential = found.find(({ source }) => source === 'credential');

  /** Puts the key where it belongs; the database says by now which of the two files is the one. */
  const settle = async () => {
    if (current.source === 'next') {
      await folder.rename(nextMasterKeyFile, masterKeyFile);
      current = { key: current.key, source: 'file', place: join(dir, masterKeyFile) };
    } else if (found.some(({ source }) => source === 'next')) {
      await folder.remove(nextMasterKeyFile);
    }
  };
  const isElsewhere = (key: FoundKey | undefined) => key !== undefined && !key.key.equals(current.key);
  return {
    current: () => current.key,
    id: () => masterKeyId(current.key).toString('hex'),
    place: () => current.place,
    advice() {
      if (isElsewhere(credential))
        return `secrets are under ${current.place}, not under the credential towline-master yet: run 'towline keys rotate master'`;
      const left = join(dir, masterKeyFile);
      // A rotation was killed before it removed it, or the same key was given to systemd. An earlier backup may need it.
      return current.source !== 'file' && existsSync(left)
        ? `the secrets are under ${current.place}, and nothing needs ${left} any more: remove it`
        : undefined;
    },

    async settle() {
      if (!store.masterKey.id()?.equals(masterKeyId(current.key)))
        throw new TowlineError(
          'conflict',
          'another controller rotated the master key meanwhile: start again',
        );
      // Killed before its end, a rotation has not wiped the database's log either.
      if (current.source === 'next') store.masterKey.scrub();
      await settle();
    },

    async rotate(audit) {
      await settle();
      const before = current;
      const next = nextKey(before, credential, dir);
      if (next.source === 'next') await folder.write(nextMasterKeyFile, next.key);
      const id = masterKeyId(next.key);
      const secrets = store.transaction(() => {
        const count = store.psks.reseal(before.key, next.key);
        store.masterKey.setId(id);
        const detail = { from: masterKeyId(before.key).toString('hex'), secrets: count };
        audit.note({ action: 'master-key.rotated', subject: id.toString('hex'), detail });
        return count;
      });
      current = next;
      const isScrubbed = store.masterKey.scrub();
      await settle();
      const isSameInFile = found.some(({ source, key }) => source === 'file' && key.equals(before.key));
      if (current.source === 'credential' && isSameInFile) await folder.remove(masterKeyFile);
      if (!isScrubbed) throw notScrubbed();
      return secrets;
    },
  };
}

/** The key that the database is under. */
function chooseKey(store: MasterKeyOptions['store'], found: readonly FoundKey[], dir: string): FoundKey {
  const id = store.masterKey.id();
  if (id !== undefined) {
    const fitting = found.find(({ key }) => masterKeyId(key).equals(id));
    if (fitting !== undefined) return fitting;
    throw wrongKey(dir, found, `the one with id ${id.toString('hex')}`);
  }
  // A database of before ids were noted, or a new one.
  const sealed = store.psks.anySealed();
  const fitting = found.find(({ key }) => sealed === undefined || opensAtRest(key, sealed));
  if (fitting === undefined) throw wrongKey(dir, found, 'another');
  store.masterKey.setId(masterKeyId(fitting.key));
  return fitting;
}

function nextKey(current: FoundKey, credential: FoundKey | undefined, dir: string): FoundKey {
  if (credential !== undefined && !credential.key.equals(current.key)) return credential;
  if (credential === undefined)
    return { key: randomBytes(32), source: 'next', place: join(dir, nextMasterKeyFile) };
  throw new TowlineError(
    'conflict',
    "systemd keeps the master key: give the service a new one as credential towline-master and this one as towline-master-old, restart it, and run 'towline keys rotate master' again",
  );
}

function notScrubbed(): TowlineError {
  return new TowlineError(
    'conflict',
    "all secrets are under a new master key, but controller.db-wal keeps what the old one opens while somebody reads the database (a backup, 'towline events --database'): let that end, and run 'towline keys rotate master' again",
  );
}

function wrongKey(dir: string, found: readonly FoundKey[], wanted: string): TowlineError {
  const there = found.map(({ key, place }) => `${place} has ${masterKeyId(key).toString('hex')}`);
  const what = there.length === 0 ? `there is no ${join(dir, masterKeyFile)}` : there.join(', ');
  return new TowlineError(
    'failed',
    `the secrets of the database are under another master key: ${what}, and it needs ${wanted}: put back the key that belongs to this database, from the same backup`,
  );
}

/** The folder of keys on the disk. */
export function keyFolder(dir: string): KeyFolder {
  return {
    write: (name, key) => writeAtomically(join(dir, name), `${key.toString('base64')}\n`, 0o600),
    async rename(from, to) {
      await rename(join(dir, from), join(dir, to));
      await syncFolder(dir);
    },
    async remove(name) {
      await rm(join(dir, name), { force: true });
      await syncFolder(dir);
    },
  };
}
