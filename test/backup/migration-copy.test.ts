import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { migrate, newestVersion } from '../../controller/store/migrations.ts';
import { openStore } from '../../controller/store/store.ts';

const facts = { networkId: '0'.repeat(32), name: 'example', ula: 'fd12:3456:789a', epoch: 1 };

describe('a database that is to be migrated', () => {
  let dir: string;
  let path: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'towline-migration-'));
    path = join(dir, 'controller.db');
    const store = openStore(path);
    store.network.insert(facts, 1);
    store.close();
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  /** A database as a towline of before left it. */
  const age = (name = 'example', version = newestVersion - 1) => {
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    const db = new Database(path);
    migrate(db, undefined, version);
    db.prepare(`INSERT INTO network VALUES (1, ?, ?, ?, 1, 1)`).run(facts.networkId, name, facts.ula);
    db.close();
  };
  const nameIn = (file: string) => {
    const db = new Database(file, { readonly: true });
    try {
      return db.prepare('SELECT name FROM network').pluck().get();
    } finally {
      db.close();
    }
  };
  const copies = () => readdirSync(dir).filter((name) => name.includes('.before-'));
  const copy = () => `${path}.before-v${newestVersion}`;
  const versionOf = (file: string) => {
    const db = new Database(file, { readonly: true });
    try {
      return db.pragma('user_version', { simple: true });
    } finally {
      db.close();
    }
  };

  it('is copied before, whole and for nobody else to read', () => {
    age();
    openStore(path).close();
    assert.equal(versionOf(path), newestVersion);
    assert.equal(versionOf(copy()), newestVersion - 1);
    assert.equal(statSync(copy()).mode & 0o777, 0o600);
    const db = new Database(copy(), { readonly: true });
    assert.equal(db.prepare('SELECT name FROM network').pluck().get(), 'example');
    assert.equal(db.pragma('integrity_check', { simple: true }), 'ok');
    db.close();
    // What was copied can be put back, and migrated again.
    openStore(copy()).close();
  });

  it('is not copied where nothing is migrated, where it is new, or where there is another copy of it', () => {
    openStore(path).close();
    assert.deepEqual(copies(), []);
    age();
    openStore(path, undefined, false).close();
    assert.deepEqual(copies(), []);
  });

  it('is copied anew each time, over what a killed start left; the two newest of all stay', () => {
    age();
    for (const version of [3, 4, 5]) writeFileSync(`${path}.before-v${version}`, 'old');
    writeFileSync(`${copy()}.partial`, 'killed');
    openStore(path).close();
    assert.deepEqual(
      copies().sort(),
      [`controller.db.before-v${newestVersion}`, 'controller.db.before-v5'].sort(),
    );
    // The towline of before was put back, with its database, and installed anew later.
    age('later');
    openStore(path).close();
    assert.deepEqual([nameIn(copy()), nameIn(path)], ['later', 'later']);
  });

  it('has the newest version or the one of before, whatever happens in between', () => {
    age('example', newestVersion - 3);
    const db = new Database(path);
    // The last step cannot be made.
    db.exec('CREATE TABLE rollout_nodes (x INTEGER) STRICT');
    db.close();
    assert.throws(() => openStore(path), /rollout_nodes already exists/);
    assert.deepEqual([versionOf(path), versionOf(copy())], [newestVersion - 3, newestVersion - 3]);
  });

  it('stays as it is where it cannot be copied', () => {
    age();
    // A file cannot take the place of this folder, nor can it be removed as a file.
    mkdirSync(`${copy()}.partial`);
    assert.throws(
      () => openStore(path),
      /is to be migrated and cannot be copied to .*: make room there, nothing was changed$/,
    );
    assert.equal(versionOf(path), newestVersion - 1);
    assert.ok(!existsSync(copy()));
  });

  it('is refused if it is newer, with the copy of before and what that lacks', () => {
    age();
    openStore(path).close();
    const db = new Database(path);
    db.pragma(`user_version = ${newestVersion + 1}`);
    db.close();
    assert.throws(
      () => openStore(path),
      new RegExp(
        `has version ${newestVersion + 1} and this towline knows ${newestVersion}: install the newer towline again, or restore a backup; ${copy()} is the database of before`,
      ),
    );
    assert.equal(versionOf(path), newestVersion + 1);
    rmSync(copy());
    assert.throws(() => openStore(path), /install the newer towline again$/);
  });
});
