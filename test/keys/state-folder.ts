import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import Database from 'better-sqlite3';
import { createKeys } from '../../controller/keys/key-files.ts';
import { openMasterKey } from '../../controller/keys/master-key.ts';
import { openStore } from '../../controller/store/store.ts';

/** Where all of them are; removed at the end. */
export const top = mkdtempSync(join(tmpdir(), 'towline-master-'));
after(() => rmSync(top, { recursive: true }));
let places = 0;

const names = ['psk:a--b', 'psk:a--c', 'psk:b--c'];

/** A state folder whose database has three secrets, one of them in two versions. */
export async function setUp() {
  const state = join(top, `${++places}`);
  const dir = join(state, 'keys');
  const database = join(state, 'controller.db');
  await createKeys(dir);
  const store = openStore(database);
  const master = (await openMasterKey({ store, dir })).current();
  for (const name of names) store.psks.obtain(master, name, 1);
  store.psks.renew(master, 'psk:a--b');
  const secrets = secretsOf(store, master);
  store.close();
  return { dir, database, secrets, master };
}

/** What a key opens. */
export function secretsOf(store: ReturnType<typeof openStore>, master: Buffer): string[] {
  const versions: [string, number][] = [...names.map((name): [string, number] => [name, 1]), ['psk:a--b', 2]];
  return versions.map(([name, version]) => store.psks.obtain(master, name, version).value.toString('hex'));
}

/** What a start of the daemon finds: the secrets, as the key opens them. */
export async function startAgain(database: string, dir: string, credentials?: string): Promise<string[]> {
  const store = openStore(database);
  try {
    const keys = await openMasterKey({ store, dir, credentials });
    await keys.settle();
    return secretsOf(store, keys.current());
  } finally {
    store.close();
  }
}

/** All secrets as they lie in the database. */
export function sealedIn(database: string): Buffer[] {
  const db = new Database(database, { readonly: true });
  try {
    return db.prepare<[], Buffer>('SELECT sealed FROM psks').pluck(true).all();
  } finally {
    db.close();
  }
}

/** A key as it lies in its file. */
export const encoded = (key: Buffer) => `${key.toString('base64')}\n`;
