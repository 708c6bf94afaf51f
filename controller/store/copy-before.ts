import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { messageOf, TowlineError } from '../../shared/errors.ts';

/** So many copies stay. */
const kept = 2;

/**
 * Copies a database that is about to be migrated: `controller.db.before-v<N>` beside it, 0600, on the disk when this
 * returns. It takes the place of one that is there, of an earlier time that this version was installed: what was put back
 * after that is what is going to be migrated. Throws `failed`; then nothing was changed.
 *
 * @param version that the schema is going to have
 */
export function copyBefore(db: Database.Database, version: number): void {
  const path = `${db.name}.before-v${version}`;
  write(db, path);
  const others = copiesOf(db.name).filter((copy) => copy.path !== path);
  for (const copy of others.slice(kept - 1)) rmSync(copy.path, { force: true });
}

/** The copies of a database, the newest version first. */
export function copiesOf(database: string): { readonly path: string; readonly version: number }[] {
  const [folder, start] = [dirname(database), `${basename(database)}.before-v`];
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && /^\d{1,6}$/.test(name.slice(start.length)))
    .map((name) => ({ path: join(folder, name), version: Number(name.slice(start.length)) }))
    .sort((a, b) => b.version - a.version);
}

function write(db: Database.Database, path: string): void {
  const partial = `${path}.partial`;
  try {
    rmSync(partial, { force: true });
    // SQLite fills a file that is there and empty; its mode stays.
    closeSync(openSync(partial, 'wx', 0o600));
    db.prepare('VACUUM INTO ?').run(partial);
    sync(partial);
    renameSync(partial, path);
    sync(dirname(path));
  } catch (cause) {
    removeIfPossible(partial);
    throw new TowlineError(
      'failed',
      `the database is to be migrated and cannot be copied to ${path} before: ${messageOf(cause)}: make room there, nothing was changed`,
      { cause },
    );
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Why it could not be written says more.
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
