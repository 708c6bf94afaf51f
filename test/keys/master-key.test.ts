import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createKeys } from '../../controller/keys/key-files.ts';
import { masterKeyId, openMasterKey } from '../../controller/keys/master-key.ts';
import { requirePrivateKeys, whyNotPrivate } from '../../controller/keys/private-files.ts';
import { openStore } from '../../controller/store/store.ts';
import { FakeAudit } from '../fakes/audit.ts';

const top = mkdtempSync(join(tmpdir(), 'towline-master-'));
after(() => rmSync(top, { recursive: true }));
let places = 0;

const names = ['psk:a--b', 'psk:a--c', 'psk:b--c'];

/** A state folder whose database has three secrets, one of them in two versions. */
async function setUp() {
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

function secretsOf(store: ReturnType<typeof openStore>, master: Buffer): string[] {
  const versions: [string, number][] = [...names.map((name): [string, number] => [name, 1]), ['psk:a--b', 2]];
  return versions.map(([name, version]) => store.psks.obtain(master, name, version).value.toString('hex'));
}

/** What a start of the daemon finds: the secrets, as the key opens them. */
async function startAgain(database: string, dir: string, credentials?: string): Promise<string[]> {
  const store = openStore(database);
  try {
    return secretsOf(store, (await openMasterKey({ store, dir, credentials })).current());
  } finally {
    store.close();
  }
}

const encoded = (key: Buffer) => `${key.toString('base64')}\n`;

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

  it('loses nothing, at whatever step it is killed, and can be repeated then', async () => {
    const program = join(import.meta.dirname, 'mortal-rotation.ts');
    const run = (database: string, dir: string, step: number) =>
      spawnSync(process.execPath, ['--import', 'tsx', program, database, dir, String(step)], {
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

  it('that cannot put the key in its place keeps it, and the next one does not overwrite it', async () => {
    const { dir, database, secrets } = await setUp();
    const store = openStore(database);
    const audit = new FakeAudit();
    let fails = true;
    const { keyFolder } = await import('../../controller/keys/master-key.ts');
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
      store.close();
      before = key;
    }
    rmSync(join(credentials, 'towline-master-old'));
    assert.deepEqual(await startAgain(database, dir, credentials), secrets);
    rmSync(join(credentials, 'towline-master'));
    await assert.rejects(startAgain(database, dir, credentials), /under another master key/);
  });

  it('has an id that says nothing of it', () => {
    const id = masterKeyId(other);
    assert.equal(id.length, 8);
    assert.ok(!other.includes(id));
    assert.notDeepEqual(id, masterKeyId(Buffer.alloc(32, 8)));
  });
});

describe('the folder of keys', () => {
  it('is as init makes it', async () => {
    const { dir } = await setUp();
    requirePrivateKeys(dir);
    requirePrivateKeys(join(top, 'not-there'));
  });

  const cases: [string, (dir: string) => void, RegExp][] = [
    [
      'a key that the group may read',
      (dir) => chmodSync(join(dir, 'tls.key'), 0o640),
      /tls\.key can be read by others \(mode 640\): 'chmod 600 /,
    ],
    [
      'a key that all may read',
      (dir) => chmodSync(join(dir, 'master.key'), 0o604),
      /master\.key can be read by others \(mode 604\)/,
    ],
    [
      'a key that is a link',
      (dir) => symlinkSync('/etc/hostname', join(dir, 'wireguard-2.key')),
      /wireguard-2\.key is a symbolic link/,
    ],
    [
      'a folder that the group may write',
      (dir) => chmodSync(dir, 0o770),
      /keys can be changed by others \(mode 770\): 'chmod 700 /,
    ],
  ];
  for (const [what, change, message] of cases) {
    it(`is refused with ${what}`, async () => {
      const { dir } = await setUp();
      change(dir);
      assert.throws(() => requirePrivateKeys(dir), { code: 'failed', message });
    });
  }

  it('is refused with a key of another user than the daemon and root', async () => {
    const { dir } = await setUp();
    const path = join(dir, 'signing.key');
    const stat = statSync(path);
    const of = (uid: number, own: number) => whyNotPrivate(path, Object.assign(statSync(path), { uid }), own);
    assert.match(
      of(1_000, 990) ?? '',
      /signing\.key belongs to user 1000, and the daemon is user 990: 'chown 990 /,
    );
    assert.match(of(1_000, 0) ?? '', /belongs to user 1000, and the daemon is user 0/);
    assert.deepEqual([of(990, 990), of(0, 990), of(stat.uid, stat.uid)], [undefined, undefined, undefined]);
  });
});
