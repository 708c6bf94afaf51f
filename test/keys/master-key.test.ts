import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import Database from 'better-sqlite3';
import { keyFolder, masterKeyId, openMasterKey } from '../../controller/keys/master-key.ts';
import { openStore } from '../../controller/store/store.ts';
import { FakeAudit } from '../fakes/audit.ts';
import { sourceProgram } from '../fakes/program.ts';
import { encoded, sealedIn, secretsOf, setUp, startAgain, top } from './state-folder.ts';

describe('a rotation of the master key', () => {
  it('encrypts everything anew, and leaves nothing that the old key opens', async () => {
    const { dir, database, secrets, master } = await setUp();
    const store = openStore(database);
    const audit = new FakeAudit();
    const keys = await openMasterKey({ store, dir });
    const old = store.psks.anySealed() ?? Buffer.alloc(0);
    assert.equal(await keys.rotate(audit), 4);
    assert.ok(!keys.current().equals(master));
    assert.deepEqual(secretsOf(store, keys.current()), secrets);
    assert.throws(() => secretsOf(store, master), /does not open/);
    assert.deepEqual(
      audit.noted.map(({ action, subject, detail }) => [action, subject, detail?.secrets]),
      [['master-key.rotated', masterKeyId(keys.current()).toString('hex'), 4]],
    );
    for (const file of readdirSync(join(dir, '..')).filter((name) => name.startsWith('controller.db')))
      assert.ok(!readFileSync(join(dir, '..', file)).includes(old), file);
    assert.equal(statSync(join(dir, 'master.key')).mode & 0o777, 0o600);
    assert.ok(!existsSync(join(dir, 'master-next.key')));
    assert.equal(await keys.rotate(audit), 4, 'again');
    store.close();
    assert.deepEqual(await startAgain(database, dir), secrets);
  });

  it('leaves nothing of the old key in a table that has grown, either', async () => {
    const { dir, database } = await setUp();
    const store = openStore(database);
    const keys = await openMasterKey({ store, dir });
    // Not in order: SQLite moves rows between pages then, and does not wipe where they were.
    for (let i = 0; i < 400; i++) store.psks.obtain(keys.current(), `psk:n${(i * 7_919) % 1_009}--z`, 1);
    const before = sealedIn(database);
    assert.equal(await keys.rotate(new FakeAudit()), before.length);
    const files = readdirSync(join(dir, '..')).filter((name) => name.startsWith('controller.db'));
    const left = files.flatMap((name) => {
      const content = readFileSync(join(dir, '..', name));
      return before.filter((sealed) => content.includes(sealed));
    });
    assert.equal(left.length, 0, `of ${before.length}`);
    store.close();
  });

  it('says so where the log of the database keeps what the old key opens', async () => {
    const { dir, database, secrets } = await setUp();
    const store = openStore(database);
    const keys = await openMasterKey({ store, dir });
    const reader = new Database(database, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM psks').get();
    await assert.rejects(keys.rotate(new FakeAudit()), {
      code: 'conflict',
      message: /under a new master key, but controller\.db-wal keeps .*: let that end, and run/,
    });
    assert.deepEqual(secretsOf(store, keys.current()), secrets);
    reader.close();
    await keys.rotate(new FakeAudit());
    assert.equal(statSync(`${database}-wal`).size, 0);
    store.close();
    assert.deepEqual(await startAgain(database, dir), secrets);
  });

  it('loses nothing, at whatever step it is killed, and can be repeated then', async () => {
    const program = join(import.meta.dirname, 'mortal-rotation.ts');
    const run = (database: string, dir: string, step: number) =>
      spawnSync(process.execPath, [...sourceProgram(program), database, dir, String(step)], {
        encoding: 'utf8',
      });
    const killedAt: string[] = [];
    for (let step = 1; ; step++) {
      const { dir, database, secrets } = await setUp();
      const ran = run(database, dir, step);
      assert.ok(ran.signal === 'SIGKILL' || ran.stdout === 'done', ran.stderr);
      assert.deepEqual(await startAgain(database, dir), secrets, ran.stdout);
      assert.deepEqual(
        readdirSync(dir).filter((name) => name.startsWith('master')),
        ['master.key'],
        ran.stdout,
      );
      if (ran.stdout === 'done') break;
      killedAt.push(ran.stdout);
    }
    assert.deepEqual(killedAt, [
      'before the new key is written',
      'after the new key is written',
      'before secrets are encrypted',
      'after secrets are encrypted, before the id is noted',
      'before the transaction ends',
      'after the transaction',
      'before the new key is in its place',
      'after the new key is in its place',
    ]);
  });

  it('is not disturbed by a second daemon that is started meanwhile, and ends when it finds the first', async () => {
    const { dir, database, secrets } = await setUp();
    const store = openStore(database);
    const second = () => openMasterKey({ store, dir });
    const folder = {
      ...keyFolder(dir),
      async write(name: string, key: Buffer) {
        await keyFolder(dir).write(name, key);
        await second();
      },
    };
    await (await openMasterKey({ store, dir, folder })).rotate(new FakeAudit());
    store.close();
    assert.deepEqual(await startAgain(database, dir), secrets);
  });

  it('is found by a second daemon that was on its way to the lock', async () => {
    const { dir, database } = await setUp();
    const [one, two] = [openStore(database), openStore(database)];
    const late = await openMasterKey({ store: two, dir });
    await (await openMasterKey({ store: one, dir })).rotate(new FakeAudit());
    await assert.rejects(late.settle(), { code: 'conflict', message: /rotated .* meanwhile: start again/ });
    one.close();
    two.close();
  });

  it('that cannot put the key in its place keeps it, and the next one does not overwrite it', async () => {
    const { dir, database, secrets } = await setUp();
    const store = openStore(database);
    const audit = new FakeAudit();
    let fails = true;
    const folder = {
      ...keyFolder(dir),
      rename: async (from: string, to: string) => {
        if (fails) throw new Error('no space');
        await keyFolder(dir).rename(from, to);
      },
    };
    const keys = await openMasterKey({ store, dir, folder });
    await assert.rejects(keys.rotate(audit), /no space/);
    assert.deepEqual(secretsOf(store, keys.current()), secrets);
    await assert.rejects(keys.rotate(audit), /no space/);
    assert.deepEqual(secretsOf(store, keys.current()), secrets);
    fails = false;
    await keys.rotate(audit);
    store.close();
    assert.deepEqual(await startAgain(database, dir), secrets);
  });
});

describe('the master key at a start', () => {
  const other = Buffer.alloc(32, 7);
  const broken: [string, (dir: string) => void, RegExp][] = [
    [
      'is another',
      (dir) => writeFileSync(join(dir, 'master.key'), encoded(other)),
      /under another master key: .*master\.key has [0-9a-f]{16}, and it needs the one with id [0-9a-f]{16}: put back the key/,
    ],
    [
      'is not there',
      (dir) => rmSync(join(dir, 'master.key')),
      /under another master key: there is no .*master\.key/,
    ],
    ['is empty', (dir) => writeFileSync(join(dir, 'master.key'), ''), /master\.key holds no key/],
    [
      'is no key',
      (dir) => writeFileSync(join(dir, 'master.key'), '\x1b[2J'.repeat(100)),
      /^[ -~]*master\.key holds no key[ -~]*$/,
    ],
    [
      'is too long',
      (dir) => writeFileSync(join(dir, 'master.key'), encoded(Buffer.alloc(33))),
      /holds no key/,
    ],
  ];
  for (const [what, breakIt, message] of broken) {
    it(`stops the daemon at once if it ${what}`, async () => {
      const { dir, database } = await setUp();
      breakIt(dir);
      await assert.rejects(startAgain(database, dir), message);
    });
  }

  it('is known by what it opens where no id was noted, as in a database of before', async () => {
    const { dir, database, secrets } = await setUp();
    const forget = () => {
      const store = openStore(database);
      store.transaction(() => store.masterKey.setId(Buffer.alloc(0)));
      store.close();
      const { default: Database } = sqlite;
      new Database(database).exec('DELETE FROM master_key').close();
    };
    const sqlite = await import('better-sqlite3');
    forget();
    assert.deepEqual(await startAgain(database, dir), secrets);
    forget();
    writeFileSync(join(dir, 'master.key'), encoded(other));
    await assert.rejects(startAgain(database, dir), /under another master key/);
  });

  it('comes from systemd where it has it, and the file is not needed then', async () => {
    const { dir, database, secrets, master } = await setUp();
    const credentials = mkdtempSync(join(top, 'credentials-'));
    writeFileSync(join(credentials, 'towline-master'), encoded(master), { mode: 0o440 });
    rmSync(join(dir, 'master.key'));
    assert.deepEqual(await startAgain(database, dir, credentials), secrets);
    const store = openStore(database);
    const keys = await openMasterKey({ store, dir, credentials });
    assert.equal(keys.place(), join(credentials, 'towline-master'));
    await assert.rejects(
      keys.rotate(new FakeAudit()),
      /give the service a new one as credential towline-master/,
    );
    store.close();
  });

  it('moves to the credential of systemd, and from one credential to the next', async () => {
    const { dir, database, secrets, master } = await setUp();
    const credentials = mkdtempSync(join(top, 'credentials-'));
    let before = master;
    for (const key of [other, Buffer.alloc(32, 8)]) {
      writeFileSync(join(credentials, 'towline-master'), encoded(key));
      writeFileSync(join(credentials, 'towline-master-old'), encoded(before));
      const store = openStore(database);
      const keys = await openMasterKey({ store, dir, credentials });
      assert.match(keys.advice() ?? '', /run 'towline keys rotate master'/);
      assert.equal(await keys.rotate(new FakeAudit()), 4);
      assert.equal(keys.advice(), undefined);
      assert.ok(!existsSync(join(dir, 'master.key')), 'no copy in the clear');
      store.close();
      before = key;
    }
    rmSync(join(credentials, 'towline-master-old'));
    assert.deepEqual(await startAgain(database, dir, credentials), secrets);
    rmSync(join(credentials, 'towline-master'));
    await assert.rejects(startAgain(database, dir, credentials), /under another master key/);
  });

  it('says that a file is left, where a move to the credential of systemd did not remove it', async () => {
    const { dir, database, secrets } = await setUp();
    const credentials = mkdtempSync(join(top, 'credentials-'));
    writeFileSync(join(credentials, 'towline-master'), encoded(other));
    const store = openStore(database);
    const folder = {
      ...keyFolder(dir),
      remove: async () => {
        throw new Error('killed');
      },
    };
    await assert.rejects(
      (await openMasterKey({ store, dir, credentials, folder })).rotate(new FakeAudit()),
      /killed/,
    );
    const again = await openMasterKey({ store, dir, credentials });
    assert.match(again.advice() ?? '', /nothing needs \S+keys\/master\.key any more: remove it$/);
    rmSync(join(dir, 'master.key'));
    assert.equal(again.advice(), undefined);
    store.close();
    assert.deepEqual(await startAgain(database, dir, credentials), secrets);
  });

  it('has an id that says nothing of it', () => {
    const id = masterKeyId(other);
    assert.equal(id.length, 8);
    assert.ok(!other.includes(id));
    assert.notDeepEqual(id, masterKeyId(Buffer.alloc(32, 8)));
  });
});
