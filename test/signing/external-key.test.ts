import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { newestOf } from '../../agent/verify/succession.ts';
import { parseConfig } from '../../controller/config/load.ts';
import { init } from '../../controller/init/init.ts';
import { readSigningKey } from '../../controller/keys/signing-files.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { run } from '../../shared/os/run.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import { overridesIn } from '../controller/harness.ts';
import { Router } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

const fleet = fleetOfThree();
const keyFile = () => join(fleet.harness.config.state_dir, 'keys/signing.key');
const inDir = (name: string) => join(fleet.harness.dir, name);
const keyOf = (text: string) => Buffer.from(text, 'base64');

/** Has the daemon read its signing key from here at its next start; undefined: from its folder. */
function leadTo(path: string | undefined): void {
  const config = fleet.harness.config as { signing_key?: string };
  if (path === undefined) delete config.signing_key;
  else config.signing_key = path;
}

/** Files below a folder that hold any form of a private key. */
function holding(folder: string, privateKey: Buffer): string[] {
  const forms = [
    privateKey,
    ...['base64', 'base64url', 'hex'].map((form) => Buffer.from(privateKey.toString(form as 'hex'))),
  ];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    return entry.isFile() && forms.some((form) => readFileSync(path).includes(form)) ? [path] : [];
  });
}

/** Processes that this one has started, and theirs. */
function descendants(): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const];
        } catch {
          return [];
        }
      }),
  );
  const isOurs = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || isOurs(parent));
  };
  return [...parents.keys()].filter(isOurs);
}

/** The same router at the controller that runs now. */
const again = async ({ name, keys, answer }: Router) => {
  const router = await Router.connect(fleet.harness, name, keys, answer);
  extra.push(router);
  return router;
};
const extra: Router[] = [];
afterEach(async () => {
  await Promise.all(extra.splice(0).map((router) => router.close()));
});

const release = async (note: string) => {
  await fleet.harness.json('set', 'mss_clamp', note === 'a' ? 'false' : 'true');
  const { release } = await fleet.harness.json('commit', '-m', note);
  await fleet.harness.json('activate');
  return release as number;
};

describe('a signing key that is kept elsewhere', () => {
  it('comes through a pipe, is read once, and is nowhere else afterwards', async () => {
    const { harness, routers } = fleet;
    const key = readFileSync(keyFile(), 'utf8');
    await harness.stop();
    rmSync(keyFile());
    const pipe = inDir('pipe');
    await run('mkfifo', ['-m', '600', pipe]);
    leadTo(pipe);
    // Whoever hands it over may well come later than the daemon.
    const [starting] = [harness.start()];
    await run('tee', [pipe], { input: key, timeoutMs: 20_000 });
    await starting;
    rmSync(pipe);
    harness.controller.releases.renderer.warm();
    const number = await release('a');
    const berlin = await again(routers.berlin);
    assert.equal((await berlin.fetch(number)).manifest.release, number);
    assert.deepEqual(holding(harness.dir, keyOf(key)), []);

    const pids = await until('something renders', () => {
      const found = descendants();
      return found.length > 0 ? found : undefined;
    });
    for (const pid of pids) {
      for (const file of ['environ', 'cmdline']) {
        let text: Buffer;
        try {
          text = readFileSync(`/proc/${pid}/${file}`);
        } catch {
          continue;
        }
        assert.ok(!text.includes(key.trim()) && !text.includes(keyOf(key)), `${pid} ${file}`);
        assert.ok(!text.includes(pipe), `${pid} is not told where it is either`);
      }
      assert.ok(!openFilesOf(pid).includes(pipe), `${pid} has it open`);
    }
    assert.ok(!openFilesOf(process.pid).includes(pipe));
  });

  it('is changed for one that the admin makes, which is read once as well', async () => {
    const { harness, routers } = fleet;
    const number = await release('a');
    const old = inDir('old.key');
    writeFileSync(old, readFileSync(keyFile()), { mode: 0o600 });
    await harness.stop();
    rmSync(keyFile());
    leadTo(old);
    await harness.start();
    const ran = await harness.cli('keys', 'rotate', 'signing');
    assert.equal(ran.code, 1);
    assert.match(ran.err, /comes from .*old\.key: make a new one.*--from/);

    const next = inDir('next.key');
    const made = generateSigningKeyPair();
    writeFileSync(next, `${made.privateKey.toString('base64')}\n`, { mode: 0o600 });
    await harness.json('keys', 'rotate', 'signing', '--from', next);
    rmSync(next);
    const berlin = await again(routers.berlin);
    await berlin.fetch(number);
    assert.ok(newestOf(berlin.trusted).equals(made.publicKey));
    assert.deepEqual(holding(harness.dir, made.privateKey), []);

    await harness.stop();
    await assert.rejects(harness.start(), /old\.key holds signing key 0, and key 1 signs now/);
    leadTo(undefined);
    await assert.rejects(
      harness.start(),
      /signing key 1 is not kept in .*: say with signing_key in controller.toml/,
    );
    leadTo(next);
    await assert.rejects(harness.start(), /next\.key is not there/);
    writeFileSync(next, `${made.privateKey.toString('base64')}\n`, { mode: 0o600 });
    await harness.start();
    await harness.json('keys', 'retire', 'signing');
    assert.ok(existsSync(old), 'what an admin put somewhere is not removed');
    const later = await release('b');
    const hamburg = await again(routers.hamburg);
    assert.equal((await hamburg.fetch(later)).manifest.release, later);
  });

  it('is refused where it cannot be one, with nothing of it said and nothing changed', async () => {
    const { harness } = fleet;
    const secret = randomBytes(32).toString('base64');
    const file = (name: string, text: string, mode = 0o600) => {
      writeFileSync(inDir(name), text, { mode });
      chmodSync(inDir(name), mode);
      return inDir(name);
    };
    mkdirSync(inDir('folder'));
    const silent = inDir('silent');
    await run('mkfifo', [silent]);
    const refused: readonly (readonly [string, RegExp])[] = [
      [inDir('none'), /is not there/],
      [inDir('folder'), /cannot be/],
      ['/dev/zero', /holds no signing key/],
      ['/dev/null', /holds no signing key/],
      [silent, /holds no signing key/],
      [file('empty', ''), /holds no signing key/],
      [file('short', secret.slice(4)), /holds no signing key/],
      [file('twice', `${secret}${secret}`), /holds no signing key/],
      [file('long', `${secret}${'\n'.repeat(9_000)}x`), /holds no signing key/],
      [file('hex', keyOf(secret).toString('hex')), /holds no signing key/],
      [file('bytes', '\0\x1b[2J\u202e'), /holds no signing key/],
      [file('open', secret, 0o644), /can be read by others/],
      [keyFile(), /holds signing key 0: a new one is needed/],
      [`${inDir('x')}\0`, /is no path|is not there|null bytes|cannot be/],
    ];
    for (const [path, message] of refused) {
      const { code, err, out } = await harness.cli('keys', 'rotate', 'signing', '--from', path);
      assert.equal(code, 1, path);
      assert.match(err, message, path);
      assert.ok(![secret, secret.slice(4, 30)].some((text) => `${err}${out}`.includes(text)), path);
      assert.ok(![...err].some((letter) => (letter < ' ' && letter !== '\n') || letter === '\u202e'), path);
    }
    assert.equal(harness.controller.releases.keys.signing.generation(), 0);
    assert.deepEqual(
      readdirSync(join(harness.config.state_dir, 'keys')).filter((name) => name.startsWith('signing')),
      ['signing.key'],
    );
  });
});

function openFilesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

describe('controller.toml', () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['signing_key = "keys/signing.key"', /signing_key: expected a path that begins with "\/"/],
    ['signing_key = ""', /signing_key: expected a path/],
    ['signing_key = 7', /signing_key: /],
    ['signing_key = ["/a"]', /signing_key: /],
    ['signing_keys = "/a"', /signing_keys: unknown key.*signing_key/],
  ];
  for (const [line, message] of refused) {
    it(`with ${line} is refused`, () => {
      assert.throws(() => parseConfig('controller.toml', `endpoints = ["a"]\n${line}\n`), message);
    });
  }
});

describe('init', () => {
  it('makes no signing key where controller.toml says that it is elsewhere, and none beside a later one', async () => {
    const { dir } = fleet.harness;
    const at = join(dir, 'second');
    mkdirSync(at);
    const configPath = join(at, 'controller.toml');
    const options = { configPath, name: 'second', endpoints: ['127.0.0.1'] };
    await init({ ...options, overrides: { ...overridesIn(at), signing_key: '/run/elsewhere' } });
    const keys = join(at, 'state/keys');
    assert.ok(!existsSync(join(keys, 'signing.key')));
    assert.ok(existsSync(join(keys, 'tls.key')));
    await fleet.harness.json('keys', 'rotate', 'signing');
    await fleet.harness.json('keys', 'retire', 'signing');
    await init({ ...options, configPath: join(dir, 'controller.toml'), overrides: {} });
    assert.ok(!existsSync(keyFile()));
  });

  it('and serve read a key in one piece, however a pipe hands it over', async () => {
    const pipe = inDir('slow');
    await run('mkfifo', [pipe]);
    const { privateKey, publicKey } = generateSigningKeyPair();
    const text = privateKey.toString('base64');
    const script = `exec >"$0"; for part in "$@"; do printf %s "$part"; sleep 0.1; done`;
    const [read] = await Promise.all([
      readSigningKey(pipe, 10_000),
      run('sh', ['-c', script, pipe, text.slice(0, 7), text.slice(7, 20), text.slice(20)], {
        timeoutMs: 20_000,
      }),
    ]);
    assert.ok(read.publicKey.equals(publicKey));
  });
});
