import { randomBytes } from 'node:crypto';
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
  /** Why an admin should run `towline keys rotate master`; undefined if there is no reason. */
  advice(): string | undefined;
  /**
   * Puts every secret of the database under a new key. Killed at any moment it leaves a database and a key that fit:
   * the new key is on the disk before the database is under it, and the old one until it is. Not beside anything that
   * makes releases. Throws `conflict` where systemd keeps the key and has no new one, `failed`.
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
 * Finds the key that the database is under, and ends a rotation that was interrupted. Throws `failed` if it is not
 * there: at the start, and not when the first secret is needed.
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
  await settle();

  const isElsewhere = (key: FoundKey | undefined) => key !== undefined && !key.key.equals(current.key);
  return {
    current: () => current.key,
    id: () => masterKeyId(current.key).toString('hex'),
    place: () => current.place,
    advice: () =>
      isElsewhere(credential)
        ? `secrets are under ${current.place}, not under the credential towline-master yet: run 'towline keys rotate master'`
        : undefined,

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
      store.masterKey.scrub();
      await settle();
      if (before.source === 'file' && current.source === 'credential') await folder.remove(masterKeyFile);
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
