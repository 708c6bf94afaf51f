import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createProofFolder } from '../../controller/audit/proof-folder.ts';
import { createSessions } from '../../controller/audit/sessions.ts';
import { type ProofCalls, proveUser } from '../../controller/cli/prove-user.ts';
import { systemClock } from '../../shared/os/clock.ts';

const dir = mkdtempSync(join(tmpdir(), 'towline-proof-'));
after(() => rmSync(dir, { recursive: true }));
const me = process.geteuid?.() ?? 0;
let folders = 0;

function setUp() {
  const socket = join(dir, `${++folders}.sock`);
  const path = `${socket}.proof`;
  writeFileSync(socket, '');
  const folder = createProofFolder(path);
  folder.prepare();
  const clock = { ...systemClock, at: 0, monotonic: () => clock.at };
  const sessions = createSessions({
    folder,
    clock,
    userName: async (uid) => `user${uid}`,
    subordinateTo: async () => ['anna'],
  });
  const calls: ProofCalls = {
    begin: async () => sessions.begin(),
    open: async ({ name, sudoUser }) => (await sessions.open(name, sudoUser)).token,
  };
  return { socket, path, folder, clock, sessions, calls };
}

const refused = { code: 'unauthenticated' };

describe('the proof of who calls', () => {
  it('names the user that made the link, and leaves nothing in the folder', async () => {
    const { socket, path, sessions, calls } = setUp();
    const token = await proveUser(socket, calls, '');
    assert.deepEqual(sessions.find(token)?.subordinateTo, ['anna']);
    assert.deepEqual(sessions.find(token)?.actor, { kind: 'admin', name: `user${me}`, uid: me });
    assert.deepEqual(readdirSync(path), []);
    assert.equal(sessions.find(''), undefined);
    assert.equal(sessions.find(`${token}0`), undefined);
  });

  it('takes root at its word on who called sudo, and nobody else', async () => {
    const { socket, sessions, calls } = setUp();
    const names = ['bert', '', 'a\nb', '\x1b[2J', 'x'.repeat(65)];
    const said = [];
    for (const name of names) said.push(sessions.find(await proveUser(socket, calls, name))?.sudoUser);
    assert.deepEqual(said, [me === 0 ? 'bert' : undefined, undefined, undefined, undefined, undefined]);
  });

  const fakes: [string, (path: string, target: string) => void][] = [
    ['is not there', () => undefined],
    ['is a file', (path, target) => writeFileSync(path, target)],
    ['is an empty file', (path) => writeFileSync(path, '')],
    ['is a folder', (path) => mkdirSync(path)],
    ['leads elsewhere', (path) => symlinkSync('0'.repeat(32), path)],
    [
      'leads to a file with the number in it',
      (path, target) => {
        writeFileSync(`${path}.other`, target);
        symlinkSync(`${path}.other`, path);
      },
    ],
    [
      'is an older link, moved there',
      (path) => {
        symlinkSync('old', `${path}.old`);
        renameSync(`${path}.old`, path);
      },
    ],
    [
      'has another name besides',
      (path, target) => {
        symlinkSync(target, `${path}.first`);
        linkSync(`${path}.first`, path);
      },
    ],
  ];
  for (const [what, make] of fakes) {
    it(`refuses a link that ${what}`, async () => {
      const { path, sessions } = setUp();
      const { name, target } = sessions.begin();
      make(join(path, name), target);
      await assert.rejects(sessions.open(name, ''), refused);
      // The right one is too late then.
      rmSync(join(path, name), { recursive: true, force: true });
      symlinkSync(target, join(path, name));
      await assert.rejects(sessions.open(name, ''), refused);
    });
  }

  it('is good once, for ten seconds, and for its own name', async () => {
    const { path, clock, sessions } = setUp();
    const [one, two, late] = [sessions.begin(), sessions.begin(), sessions.begin()];
    symlinkSync(one.target, join(path, one.name));
    symlinkSync(one.target, join(path, two.name));
    await sessions.open(one.name, '');
    await assert.rejects(sessions.open(one.name, ''), refused);
    await assert.rejects(sessions.open(two.name, ''), refused, 'the number of another task');
    clock.at += 10_001;
    symlinkSync(late.target, join(path, late.name));
    await assert.rejects(sessions.open(late.name, ''), refused);
    for (const name of ['', '..', '../x', '/etc/passwd', '\0', 'x'.repeat(5_000)])
      await assert.rejects(sessions.open(name, ''), refused, name);
  });

  it('ends after an hour, and is not kept without bound', async () => {
    const { socket, path, clock, folder, sessions, calls } = setUp();
    const token = await proveUser(socket, calls, '');
    clock.at += 3_599_999;
    assert.ok(sessions.find(token));
    clock.at += 1;
    assert.equal(sessions.find(token), undefined);
    const first = await proveUser(socket, calls, '');
    for (let i = 0; i < 1_024; i++) await proveUser(socket, calls, '');
    assert.equal(sessions.find(first), undefined);
    const tasks = Array.from({ length: 300 }, () => sessions.begin());
    for (const { name, target } of tasks) symlinkSync(target, join(path, name));
    await assert.rejects(sessions.open(tasks[0]?.name ?? '', ''), refused);
    await sessions.open(tasks[299]?.name ?? '', '');
    // What others leave there goes within a minute.
    writeFileSync(join(path, 'stray'), '');
    clock.at += 60_000;
    sessions.begin();
    assert.deepEqual(readdirSync(path), []);
    folder.prepare();
  });
});

describe('another user', () => {
  // Root can be anybody; an ordinary user is another to nobody but itself.
  const other = me === 0 ? { uid: 65_534, gid: 0 } : {};
  const run = (command: string, args: string[], options = other) =>
    spawnSync(command, args, { ...options, encoding: 'utf8' });

  it('is who it is, if it is of the group', async () => {
    chmodSync(dir, 0o711);
    const { path, sessions } = setUp();
    const { name, target } = sessions.begin();
    assert.equal(run('ln', ['-s', target, join(path, name)]).status, 0);
    const { caller } = await sessions.open(name, 'root');
    assert.deepEqual([caller.actor.uid, caller.sudoUser], [other.uid ?? me, undefined]);
  });

  it('can neither see the names of others nor take their links away', () => {
    const { path, sessions } = setUp();
    const { name, target } = sessions.begin();
    symlinkSync(target, join(path, name));
    const listed = run('ls', [path]);
    const replaced = run('ln', ['-sfn', 'x', join(path, name)]);
    const removed = run('rm', ['-f', join(path, name)]);
    const expected = me === 0 ? [2, 1, 1] : [0, 0, 0];
    assert.deepEqual([listed.status, replaced.status, removed.status], expected, replaced.stderr);
  });

  it('makes nothing there unless it is of the group', () => {
    const { path } = setUp();
    const outside = me === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const status = run('ln', ['-s', 'x', join(path, 'a')], outside as typeof other).status;
    assert.equal(status, me === 0 ? 1 : 0);
  });
});

describe('the folder of proofs', () => {
  it('lets the group make files and nobody else do anything', () => {
    const { path } = setUp();
    assert.equal(statSync(path).mode & 0o7777, 0o1730);
  });

  it('is emptied and closed at a start', () => {
    const { path, folder } = setUp();
    symlinkSync('x', join(path, 'left'));
    chmodSync(path, 0o777);
    folder.prepare();
    assert.deepEqual([readdirSync(path), statSync(path).mode & 0o7777], [[], 0o1730]);
  });

  const others: [string, (path: string) => void][] = [
    ['a file', (path) => writeFileSync(path, '')],
    ['a link to a folder', (path) => symlinkSync(dir, path)],
  ];
  for (const [what, make] of others) {
    it(`is not taken for one where there is ${what}`, () => {
      const path = join(dir, `other-${what.length}`);
      make(path);
      const before = statSync(dir).mode;
      assert.throws(() => createProofFolder(path).prepare(), /is no folder of the daemon's: remove it/);
      assert.equal(statSync(dir).mode, before);
    });
  }
});

describe('a caller', () => {
  it('makes nothing anywhere else, whatever the daemon asks for', async () => {
    const { socket, path, calls } = setUp();
    const number = '0'.repeat(32);
    const tasks = ['../x', '/etc/x', '', 'x', `${number}0`, `${number}\n`, '.'].flatMap((odd) => [
      { name: odd, target: number },
      { name: number, target: odd },
    ]);
    for (const task of tasks) {
      const asked = proveUser(socket, { ...calls, begin: async () => task }, '');
      await assert.rejects(asked, { code: 'untrusted' });
    }
    assert.deepEqual(readdirSync(path), []);
  });

  it('does not make a link for a socket whose folder leads elsewhere', async () => {
    const { path, calls } = setUp();
    const socket = join(dir, 'evil.sock');
    writeFileSync(socket, '');
    await assert.rejects(proveUser(socket, calls, ''), /is not there: restart the controller/);
    symlinkSync(path, `${socket}.proof`);
    await assert.rejects(proveUser(socket, calls, ''), { code: 'untrusted' });
    assert.deepEqual(readdirSync(path), []);
    assert.ok(lstatSync(`${socket}.proof`).isSymbolicLink());
  });

  it('does not make a link where others had a part in the path, and so could have led it elsewhere before', async () => {
    const { socket, path, calls } = setUp();
    const open = join(dir, 'open');
    mkdirSync(open);
    symlinkSync(dir, join(open, 'here'));
    const asked = () => proveUser(join(open, 'here', basename(socket)), calls, '');
    await asked();
    chmodSync(open, 0o777);
    await assert.rejects(asked(), { code: 'untrusted', message: /open \(everybody can change it\)/ });
    chmodSync(open, 0o1777);
    await asked();
    chmodSync(open, 0o755);
    // Root can be anybody; an ordinary user has only its own folders to show.
    const owner = me === 0 ? 65_534 : me;
    chownSync(open, owner, -1);
    const refused = await asked().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    chownSync(open, me, -1);
    lchownSync(join(open, 'here'), owner, -1);
    const byLink = await asked().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    for (const said of [refused, byLink])
      if (me === 0) assert.match(said ?? '', /belongs to user 65534\): use the controller's own socket/);
      else assert.equal(said, undefined);
    assert.deepEqual(readdirSync(path), []);
  });
});
