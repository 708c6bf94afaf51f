import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Secret } from '../../shared/gen/towline/v1/Secret.ts';
import { openAtRest, sealAtRest } from '../keys/seal-at-rest.ts';

/**
 * Pre-shared keys of links by name (`psk:<node>--<node>`) and version, encrypted. A name begins with version 1; once a
 * backup was restored new ones begin with the number of the epoch: what was made after the backup is lost, routers may
 * have it, and two keys of one name and version would be taken for the same.
 */
export interface PskTable {
  /** The versions to use now, by name, also where none was made yet. Changes nothing. */
  versions(): (name: string) => number;
  /** The key, which is made if it is not there. */
  obtain(masterKey: Uint8Array, name: string, version: number): Secret;
  /** Makes a new version of one. */
  renew(masterKey: Uint8Array, name: string): void;
  /** Any one as it lies in the database; undefined if there is none. */
  anySealed(): Buffer | undefined;
  /** Encrypts all under another master key, within the caller's transaction; returns how many. Throws `failed`. */
  reseal(masterKey: Uint8Array, next: Uint8Array): number;
  /** Makes new versions for all links of a node. */
  rotate(masterKey: Uint8Array, node: string): void;
}

export function pskTable(db: Database.Database): PskTable {
  const newest = db.prepare<[string], number>('SELECT max(version) FROM psks WHERE name = ?').pluck(true);
  const select = db
    .prepare<[string, number], Buffer>('SELECT sealed FROM psks WHERE name = ? AND version = ?')
    .pluck(true);
  const insert = db.prepare('INSERT INTO psks (name, version, sealed) VALUES (?, ?, ?)');
  const any = db.prepare<[], Buffer>('SELECT sealed FROM psks LIMIT 1').pluck(true);
  const sealed = db.prepare<[], { name: string; version: number; sealed: Buffer }>('SELECT * FROM psks');
  const clear = db.prepare('DELETE FROM psks');
  const names = db.prepare<[], string>('SELECT DISTINCT name FROM psks ORDER BY name').pluck(true);
  const all = db.prepare<[number], { name: string; newest: number }>(
    // A name without an entry has the first version: those need not be read.
    'SELECT name, max(version) AS newest FROM psks GROUP BY name HAVING newest <> ?',
  );
  const epoch = db.prepare<[], number>('SELECT epoch FROM network').pluck(true);
  const first = () => epoch.get() ?? 1;
  const next = (name: string) => Math.max((newest.get(name) ?? 1) + 1, first());
  const make = (masterKey: Uint8Array, name: string, number: number): Buffer => {
    // WireGuard mixes it in as a symmetric key: any 32 random bytes.
    const value = randomBytes(32);
    insert.run(name, number, sealAtRest(masterKey, value));
    return value;
  };
  return {
    versions() {
      const begin = first();
      const known = new Map(all.all(begin).map(({ name, newest }) => [name, newest]));
      return (name) => known.get(name) ?? begin;
    },
    obtain(masterKey, name, number) {
      const sealed = select.get(name, number);
      const value = sealed === undefined ? make(masterKey, name, number) : openAtRest(masterKey, sealed);
      return { name, version: number, value };
    },
    anySealed: () => any.get(),
    reseal(masterKey, next) {
      // What goes is gone from the file as well: it opens with a key that may be known to others. All rows go at once,
      // for pages that are freed are overwritten whole: when the table grew, SQLite left copies between their rows.
      db.pragma('secure_delete = ON');
      try {
        const rows = sealed.all();
        const renewed = rows.map((row) => sealAtRest(next, openAtRest(masterKey, row.sealed)));
        clear.run();
        for (const [index, { name, version }] of rows.entries()) insert.run(name, version, renewed[index]);
        return rows.length;
      } finally {
        db.pragma('secure_delete = OFF');
      }
    },
    renew: (masterKey, name) => void make(masterKey, name, next(name)),
    rotate(masterKey, node) {
      for (const name of names.all()) {
        // Names may hold "--" themselves; a key too many rotated does no harm.
        const concerns = name.startsWith(`psk:${node}--`) || name.endsWith(`--${node}`);
        if (concerns) make(masterKey, name, next(name));
      }
    },
  };
}
