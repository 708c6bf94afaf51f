import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { newestVersion } from '../../controller/store/migrations.ts';
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

  /** As a towline of before left it: without what the last migration makes. */
  const age = () => {
    const db = new Database(path);
    // The tables of the newest migration.
    db.exec(`DROP TABLE rollout_nodes; DROP TABLE rollouts; PRAGMA user_version = ${newestVersion - 1}`);
    db.close();
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

  it('is not copied where nothing is migrated, where it is new, or where there is another copy', () => {
    openStore(path).close();
    assert.deepEqual(copies(), []);
    age();
    openStore(path, undefined, false).close();
    assert.deepEqual(copies(), []);
  });

  it('keeps the copy of a start that was killed, and the two newest of all', () => {
    age();
    for (const version of [3, 4, 5]) writeFileSync(`${path}.before-v${version}`, 'old');
    writeFileSync(`${copy()}.partial`, 'killed');
    openStore(path).close();
    assert.deepEqual(
      copies().sort(),
      [`controller.db.before-v${newestVersion}`, 'controller.db.before-v5'].sort(),
    );
    const { mtimeMs } = statSync(copy());
    age();
    openStore(path).close();
    assert.equal(statSync(copy()).mtimeMs, mtimeMs);
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
