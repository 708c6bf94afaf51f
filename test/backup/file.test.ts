// long: one controller, whose start costs more than all of these tests, is what each of them works on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Finder, type Needle, needleOf, textNeedle } from '../../bench/hostile/canaries/forms.ts';
import { backup } from '../../controller/admin/backup.ts';
import type { AdminContext } from '../../controller/admin/context.ts';
import { openFile, type Recipients } from '../../controller/backup/age/age.ts';
import { keyFileText, parseSecretKeys } from '../../controller/backup/age/keys.ts';
import { inspect } from '../../controller/backup/inspect.ts';
import { openBackup } from '../../controller/backup/read-backup.ts';
import { createSnapshots } from '../../controller/backup/snapshots.ts';
import { type ArchiveFile, writeTar } from '../../controller/backup/tar.ts';
import { writeBackupFile } from '../../controller/backup/write-backup.ts';
import { statePaths } from '../../controller/config/paths.ts';
import { newestVersion } from '../../controller/store/migrations.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { fromBase32 } from '../../shared/enrollment/base32.ts';
import { tokenKey } from '../../shared/enrollment/token.ts';
import { TowlineError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';
import { emptyMachine, type Machine, passphraseFile } from './places.ts';

let controller: Harness;
let machine: Machine;
let file: string;
let keyFile: string;
let publicKey: string;
/** What the machine's BIRD waits for before it takes what it is given. */
let birdCheck = async () => undefined as unknown;
const needles: Needle[] = [];
const words = 'correct horse battery';

before(async () => {
  const birdRun = async () => {
    await birdCheck();
    return '';
  };
  [controller, machine] = [await startController({ birdRun }), await emptyMachine()];
  for (const name of ['berlin', 'hamburg']) {
    await controller.json('site', 'add', name);
    await controller.json('node', 'add', name, '--site', name);
  }
  for (const name of ['berlin', 'hamburg']) {
    const router = await Router.join(controller, name, '--node', name);
    for (const [kind, { privateKey }] of Object.entries(router.keys))
      needles.push(needleOf(`${kind} key of ${name}`, privateKey));
    await router.close();
  }
  await controller.json('commit', '-m', 'first');
  await controller.json('activate');
  const { join_string: joinString } = await controller.json('token', 'create', '--site', 'berlin');
  const token = String(joinString).split('?')[1] ?? '';
  needles.push(
    textNeedle('token', token),
    needleOf('bytes of the token', fromBase32(token, 20) ?? Buffer.alloc(0)),
  );
  needles.push(needleOf('key of the token', tokenKey(token).privateKey));
  const keys = join(controller.config.state_dir, 'keys');
  for (const name of readdirSync(keys).filter((name) => name.endsWith('.key')))
    needles.push(needleOfKey(name, readFileSync(join(keys, name), 'utf8')));
  const master = Buffer.from(readFileSync(join(keys, 'master.key'), 'utf8'), 'base64');
  const psk = controller.controller.store.psks.obtain(master, 'psk:berlin--hamburg', 1).value;
  needles.push(needleOf('pre-shared key', psk), textNeedle('passphrase', words));

  file = join(machine.dir, 'towline.backup');
  keyFile = join(machine.dir, 'backup.key');
  publicKey = String((await controller.json('backup', 'keygen', keyFile)).public_key);
  // A passphrase costs half a second each time: for what is not about it there is a key.
  await controller.json('backup', file, '--to', publicKey);
});
after(async () => {
  await controller?.close();
  machine?.remove();
});

/** The needle of a key file: 32 bytes in base64, or a PEM. */
function needleOfKey(name: string, text: string): Needle {
  if (!text.startsWith('-----')) return needleOf(name, Buffer.from(text.trim(), 'base64'));
  const { d = '' } = createPrivateKey(text).export({ format: 'jwk' });
  const { forms } = needleOf(name, Buffer.from(d, 'base64url'));
  return { name, forms: [...forms, Buffer.from(text.split('\n')[1] ?? text)] };
}

const restore = (path: string, ...more: string[]) => machine.cli('restore', path, '--key', keyFile, ...more);
const ownKey = () => ({ secretKeys: parseSecretKeys(readFileSync(keyFile, 'utf8')) });
const isUntouched = () =>
  !existsSync(join(machine.dir, 'state')) && !existsSync(join(machine.dir, 'network'));

describe('a backup', () => {
  it('has no key, pre-shared key or token in clear, and one that is in it is found', async () => {
    const finder = new Finder(needles);
    assert.ok(needles.length >= 15);
    const sealed = readFileSync(file);
    assert.deepEqual([...finder.find(sealed)], []);
    const { payloadAt, decrypt } = await openFile(ownKey(), sealed);
    const parts: Buffer[] = [];
    for await (const part of decrypt(Readable.from([sealed.subarray(payloadAt)]))) parts.push(part);
    const found = finder.find(gunzipSync(Buffer.concat(parts)));
    // Those of the controller itself, as they lie in its folder, and none of a router's, token or pre-shared key.
    assert.deepEqual([...found].sort(), ['master.key', 'signing.key', 'tls.key', 'wireguard.key']);
  });

  it('is for its owner alone, takes no name that is taken, and gets one in a folder', async () => {
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const again = await controller.cli('backup', file, '--to', publicKey);
    assert.deepEqual(
      [again.code, again.err],
      [1, `towline: ${file} is there already: name another file, or replace it with --force\n`],
    );
    const named = await controller.json('backup', machine.dir, '--to', publicKey);
    assert.match(String(named.file), /\/example-\d{8}T\d{6}Z\.backup$/);
    assert.deepEqual(
      readdirSync(machine.dir).filter((name) => name.endsWith('.partial')),
      [],
    );
    assert.deepEqual(
      readdirSync(controller.config.state_dir).filter((name) => name.endsWith('.partial')),
      [],
    );
    const replaced = await controller.json('backup', file, '--to', publicKey, '--force');
    assert.equal(replaced.release, 1);
  });

  it('goes to standard output, and can be one for a key', async () => {
    const output = new PassThrough();
    const chunks: Buffer[] = [];
    output.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ran = await controller.cliIn({ output }, 'backup', '--to', publicKey, '-');
    assert.equal(ran.code, 0, ran.err);
    assert.deepEqual(
      [ran.out, /^standard output: .* network example, release 1, 2 routers$/m.test(ran.err)],
      ['', true],
    );
    const path = join(machine.dir, 'streamed.backup');
    writeFileSync(path, Buffer.concat(chunks));
    const dry = await machine.cli('restore', path, '--key', keyFile, '--dry-run');
    assert.equal(dry.code, 0, dry.err);
    assert.match(dry.out, /routers {3}2: berlin hamburg\n.*whole and authentic\. Nothing was written\./s);
    const terminal = await controller.cli('backup', '--to', publicKey, '-');
    assert.match(terminal.err, /is not for a terminal/);
    assert.equal(terminal.code, 2);
  });

  it('asks for a passphrase twice, and takes no short one, none in a file that others read, and no two kinds', async () => {
    const asked: string[] = [];
    const answers = [words, words, words, 'something else', 'short'];
    const askSecret = async (question: string) => {
      asked.push(question);
      return answers.shift() ?? '';
    };
    const path = join(machine.dir, 'typed.backup');
    assert.equal((await controller.cliIn({ askSecret }, 'backup', path)).code, 0);
    assert.deepEqual(asked, ['Passphrase for the backup: ', 'The same again: ']);
    for (const reason of [
      /two different passphrases/,
      /fewer than 12 characters/,
      /no passphrase was typed/,
    ]) {
      const { code, err } = await controller.cliIn({ askSecret }, 'backup', `${path}2`);
      assert.deepEqual([code, reason.test(err), err.includes('short\n')], [1, true, false], err);
    }
    const open = passphraseFile(machine.dir, words);
    chmodSync(open, 0o644);
    assert.match(
      (await controller.cli('backup', `${path}2`, '--passphrase-file', open)).err,
      /can be read by others: 'chmod 600/,
    );
    chmodSync(open, 0o600);
    for (const args of [['--passphrase-file', open, '--to', publicKey], []])
      assert.equal((await controller.cli('backup', `${path}2`, ...args)).code, 2);
    for (const key of ['age1xyz', readFileSync(keyFile, 'utf8').split('\n')[2] ?? '']) {
      const { code, err } = await controller.cli('backup', `${path}2`, '--to', key);
      assert.deepEqual([code, err.includes('AGE-SECRET-KEY-1')], [1, false], err);
    }
    const stdin = await controller.cliIn(
      { input: Readable.from([Buffer.from(`${words}\n`)]) },
      'backup',
      `${path}2`,
      '--passphrase-file',
      '-',
    );
    assert.equal(stdin.code, 0, stdin.err);
    assert.equal((await controller.cli('backup', 'keygen', keyFile)).code, 1);
  });

  it('is of one moment, while releases are made', async () => {
    const isUnderWay = () =>
      readdirSync(controller.config.state_dir).some((name) => /^backup-.*\.partial$/.test(name));
    // A commit gives BIRD what templates of the admin's own make.
    mkdirSync(join(controller.config.network_dir, 'templates/bird'), { recursive: true });
    await controller.write('templates/bird/local.conf.njk', '# of our own\n');
    for (const keepalive of [30, 31, 32]) {
      await controller.json('set', 'wireguard.keepalive', String(keepalive));
      // The commit is held where BIRD checks its files, until the backup has begun.
      const isHeld = new Gate();
      const mayGoOn = new Gate();
      birdCheck = async () => {
        isHeld.open();
        await mayGoOn.opened;
      };
      let isMade = false;
      const commit = controller.json('commit', '-m', `keepalive ${keepalive}`).then(({ release }) => {
        isMade = true;
        return release;
      });
      await Promise.race([isHeld.opened, commit]);
      assert.equal(isMade, false);
      const path = join(machine.dir, `busy-${keepalive}.backup`);
      const backup = controller.json('backup', path, '--to', publicKey);
      await until('the backup is under way', isUnderWay);
      assert.equal(isMade, false);
      mayGoOn.open();
      const [release, kept] = await Promise.all([commit, backup]);
      assert.equal(kept.release, release);
      const there = await emptyMachine();
      const ran = await there.cli('restore', path, '--key', keyFile, '--json');
      assert.equal(ran.code, 0, ran.err);
      there.remove();
    }
    birdCheck = async () => undefined;
  });

  it('is made one at a time, and the next one once the one before has ended, however it did', async () => {
    const paths = statePaths(controller.config);
    const source = () => ({ paths, config: '', version: '0' });
    const snapshots = createSnapshots({ source, hold: (work) => work(), clock: systemClock });
    await assert.rejects(
      snapshots.use(async () => {
        await assert.rejects(
          snapshots.use(async () => assert.fail()),
          { code: 'conflict', message: /being made already/ },
        );
        throw new Error('the caller went away');
      }),
      /the caller went away/,
    );
    assert.equal(await snapshots.use(async ({ description }) => description.nodes.length), 2);
    assert.deepEqual(
      readdirSync(controller.config.state_dir).filter((name) => name.startsWith('backup-')),
      [],
    );
  });

  it('is made of the state folder where no controller runs, and of none that another one has', async () => {
    await controller.stop();
    const path = join(machine.dir, 'stopped.backup');
    const ran = await controller.cli('backup', path, '--to', publicKey, '--json');
    assert.equal(ran.code, 0, ran.err);
    assert.match(ran.err, /^no controller runs: read from /);
    assert.equal((JSON.parse(ran.out) as { nodes: number }).nodes, 2);
    assert.equal((await machine.cli('restore', path, '--key', keyFile, '--dry-run')).code, 0);
    await controller.start();
  });

  it('is for root and the user of the daemon: whoever may only open the socket does not get the keys', async () => {
    const sessions = {
      find: () => ({ actor: { kind: 'admin', name: 'eve', uid: (process.geteuid?.() ?? 0) + 4711 } }),
    };
    const call = { metadata: { get: () => ['token'] } };
    await assert.rejects(
      backup({ sessions } as unknown as AdminContext, call as never),
      (error) =>
        error instanceof TowlineError &&
        error.code === 'denied' &&
        /make it as root, or as the user/.test(error.message),
    );
  });

  it('is taken apart by age and tar', () => {
    const tar = execFileSync('age', ['-d', '-i', keyFile, file]);
    const list = execFileSync('tar', ['tz'], { input: tar }).toString().trim().split('\n');
    assert.deepEqual([list[0], list.at(-1)], ['backup.json', 'controller.db']);
  });
});

describe('a file that is no whole backup', () => {
  it('is refused before anything is written, wherever it was changed, cut off, or added to', async () => {
    const whole = readFileSync(file);
    const path = join(machine.dir, 'damaged.backup');
    const flipped = (at: number) => {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ 0x10;
      return copy;
    };
    const places = [0, 30, 60, 150, 220, 300, whole.length >> 1, whole.length - 1];
    const files = [
      ...places.map(flipped),
      ...places.map((at) => whole.subarray(0, at)),
      Buffer.concat([whole, Buffer.from([0])]),
      Buffer.concat([whole, whole]),
    ];
    for (const [index, bytes] of files.entries()) {
      writeFileSync(path, bytes);
      const { code, err, out } = await restore(path, '--json');
      assert.deepEqual([code, out], [1, ''], `${index}: ${err}`);
      assert.match(err, /damaged|cut off|no backup|another key|ends too early|was changed/, String(index));
      assert.ok(isUntouched());
    }
  });

  it('opens with its own passphrase or key only, and the reason holds neither', async () => {
    const other = passphraseFile(machine.dir, 'incorrect horse battery');
    const typed = join(machine.dir, 'typed.backup');
    const wrong = await machine.cli('restore', typed, '--passphrase-file', other);
    assert.deepEqual(
      [wrong.code, /another passphrase/.test(wrong.err), wrong.err.includes('horse')],
      [1, true, false],
    );
    const strange = join(machine.dir, 'strange.key');
    writeFileSync(strange, keyFileText(generateBoxKeyPair().privateKey, new Date()), { mode: 0o600 });
    for (const [path, option, given, reason] of [
      [typed, '--key', keyFile, /for a passphrase, not for a key/],
      [file, '--passphrase-file', other, /for a public key, not for a passphrase/],
      [file, '--key', strange, /for another key than the one given/],
    ] as const)
      assert.match((await machine.cli('restore', path, option, given)).err, reason);
    const elsewhere = await machine.cli('restore', join(machine.dir, 'nowhere'), '--key', keyFile);
    assert.match(elsewhere.err, /there is no file /);
    assert.match(
      (await machine.cli('restore', machine.dir, '--key', keyFile)).err,
      /cannot be read|is no file/,
    );
    assert.ok(isUntouched());
  });

  const pair = generateBoxKeyPair();
  const recipients: Recipients = { publicKeys: [pair.publicKey] };
  /** What somebody makes who has the public key: authentic, and of any content. */
  const crafted = async (name: string, change: (files: ArchiveFile[]) => ArchiveFile[]): Promise<string> => {
    const path = join(machine.dir, `${name}.backup`);
    const opened = await openBackup(file, ownKey());
    const files: ArchiveFile[] = [];
    for await (const { name, content } of opened.files()) {
      const parts: Buffer[] = [];
      for await (const part of content) parts.push(Buffer.from(part));
      files.push(ofBytes(name, Buffer.concat(parts)));
    }
    await writeBackupFile(writeTar(change(files), 0), recipients, path, true);
    return path;
  };
  const refused = async (path: string, reason: RegExp) => {
    await assert.rejects(
      async () => inspect(await openBackup(path, { secretKeys: [pair.privateKey] })),
      (error) => error instanceof TowlineError && reason.test(error.message),
    );
    const key = join(machine.dir, 'crafted.key');
    writeFileSync(key, keyFileText(pair.privateKey, new Date()), { mode: 0o600 });
    assert.equal((await machine.cli('restore', path, '--key', key)).code, 1);
    assert.ok(isUntouched());
  };
  const described = (files: ArchiveFile[], change: Record<string, unknown>) => {
    const [first = ofBytes('', Buffer.alloc(0)), ...rest] = files;
    const text = Buffer.concat([...(first.content as Iterable<Uint8Array>)]).toString();
    return [ofBytes('backup.json', Buffer.from(JSON.stringify({ ...JSON.parse(text), ...change }))), ...rest];
  };

  for (const [name, change, reason] of [
    [
      'escaping',
      (files) => [...files, ofBytes('../../etc/passwd', Buffer.from('x'))],
      /"\.\.\/\.\.\/etc\/passwd" is in it/,
    ],
    ['deep', (files) => [...files, ofBytes('keys/../x.key', Buffer.from('x'))], /is in it/],
    [
      'twice',
      (files) => [...files, ofBytes('controller.toml', Buffer.from('x'))],
      /controller\.toml is in it twice/,
    ],
    [
      'without',
      (files) => files.filter(({ name }) => name !== 'keys/tls.key'),
      /keys\/tls\.key is not where it belongs/,
    ],
    [
      'disordered',
      (files) => [...files.slice(1), ...files.slice(0, 1)],
      /backup\.json is not where it belongs/,
    ],
    [
      'large',
      (files) => [...files, ofBytes('keys/large.key', Buffer.alloc(70_000))],
      /keys\/large\.key with 70000 bytes/,
    ],
    [
      'newer',
      (files) => described(files, { format: 2, towline: '9.1' }),
      /has format 2 and this towline knows 1: install towline 9\.1/,
    ],
    [
      'future',
      (files) => described(files, { database_version: newestVersion + 1 }),
      /database in the backup has version \d+ and this towline knows/,
    ],
    [
      'garbled',
      (files) => [ofBytes('backup.json', Buffer.from('{')), ...files.slice(1)],
      /backup\.json is no JSON/,
    ],
    ['negative', (files) => described(files, { epoch: 0 }), /backup\.json: epoch/],
  ] as readonly [string, (files: ArchiveFile[]) => ArchiveFile[], RegExp][]) {
    it(`is refused by whoever it was made: ${name}`, async () =>
      refused(await crafted(name, change), reason));
  }

  it('is refused where it is no archive, or its parts do not belong together', async () => {
    const path = join(machine.dir, 'no-archive.backup');
    const noise = async function* () {
      yield Buffer.alloc(2048, 7);
    };
    await writeBackupFile(noise(), recipients, path, true);
    await refused(path, /a header is damaged/);
    const key = join(machine.dir, 'crafted.key');
    for (const [name, change, reason] of [
      ['lying', (files) => described(files, { release: 77 }), /says something else than its database has/],
      [
        'rotten',
        (files) => replaced(files, 'controller.db', Buffer.alloc(8192, 3)),
        /database|not a database/,
      ],
      [
        'bundleless',
        (files) => replaced(files, 'inventory.bundle', Buffer.from('# v2 git bundle\n\n')),
        /git fetch|lacks commit/,
      ],
      [
        'keyless',
        (files) =>
          replaced(files, 'keys/master.key', Buffer.from(`${Buffer.alloc(32).toString('base64')}\n`)),
        /another master key/,
      ],
    ] as readonly [string, (files: ArchiveFile[]) => ArchiveFile[], RegExp][]) {
      const there = await emptyMachine();
      const { code, err } = await there.cli('restore', await crafted(name, change), '--key', key);
      assert.deepEqual([code, reason.test(err)], [1, true], `${name}: ${err}`);
      assert.deepEqual(readdirSync(join(there.dir, 'state')), ['controller.lock'], name);
      assert.ok(!existsSync(join(there.dir, 'network')));
      there.remove();
    }
  });
});

/** Something that others wait for. */
class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

function replaced(files: ArchiveFile[], name: string, content: Buffer): ArchiveFile[] {
  return files.map((file) => (file.name === name ? ofBytes(name, content) : file));
}

function ofBytes(name: string, content: Buffer): ArchiveFile {
  return { name, size: content.length, content: [content] };
}
