import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { runCommandLine } from '../../controller/cli/run.ts';
import { parseJoinString } from '../../shared/enrollment/join-string.ts';
import { sourceProgram } from '../fakes/program.ts';

let dir = '';

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'towline-init-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function init(...more: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const paths = [
    '--state-dir',
    join(dir, 'state'),
    '--network-dir',
    join(dir, 'network'),
    '--socket',
    join(dir, 's'),
  ];
  const args = ['--config', join(dir, 'controller.toml'), 'init', '--name', 'example', ...paths, ...more];
  const code = await runCommandLine(
    more.includes('--endpoint') ? args : [...args, '--endpoint', 'vpn.example.net'],
    {
      out: (text) => {
        texts.out += text;
      },
      err: (text) => {
        texts.err += text;
      },
      env: {},
      colour: false,
    },
  );
  return { code, ...texts };
}

function snapshot(): Map<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.sort().map((file) => [file, readFileSync(file).toString('base64')]));
}

describe('towline init', () => {
  it('makes keys that only their owner reads, repositories, configuration, and a join string with the pin', async () => {
    const { code, out } = await init('--json');
    assert.equal(code, 0);
    const made = JSON.parse(out) as { join_string: string; created: boolean };
    assert.equal(made.created, true);
    const join_ = parseJoinString(made.join_string);
    assert.deepEqual(
      [join_.endpoints, join_.keyHash?.length],
      [[{ host: 'vpn.example.net', port: 7442 }], 32],
    );
    for (const name of ['master.key', 'signing.key', 'wireguard.key', 'tls.key']) {
      assert.equal(statSync(join(dir, 'state/keys', name)).mode & 0o777, 0o600, name);
    }
    assert.match(readFileSync(join(dir, 'network/network.toml'), 'utf8'), /name = "example"/);
    assert.match(readFileSync(join(dir, 'network/generated/_network.toml'), 'utf8'), /ula = "fd/);
  });

  it('changes nothing when repeated, prints the same join string and says that the network is there', async () => {
    const first = await init('--json');
    const before = snapshot();
    const again = await init('--name', 'other');
    assert.equal(again.code, 0);
    assert.match(again.out, /network example is there already \(not other/);
    assert.ok(again.out.includes((JSON.parse(first.out) as { join_string: string }).join_string));
    const after = snapshot();
    const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file);
    // SQLite writes its write-ahead log files anew whenever the database is opened.
    assert.deepEqual(
      changed.filter((file) => !/controller\.db/.test(file)),
      [],
    );
  });

  for (const lost of [
    ['network'],
    ['controller.toml'],
    ['state/rendered.git'],
    ['state/keys/tls.crt'],
    ['state/inventory.git/refs', 'network'],
  ]) {
    it(`completes a first run that ended before ${lost.join(' and ')} was there, with the keys it had`, async () => {
      const first = JSON.parse((await init('--json')).out) as { network_id: string };
      const signing = readFileSync(join(dir, 'state/keys/signing.key'), 'utf8');
      for (const path of lost) rmSync(join(dir, path), { recursive: true });
      const second = await init('--json');
      assert.equal(second.code, 0, second.err);
      assert.equal((JSON.parse(second.out) as { network_id: string }).network_id, first.network_id);
      assert.equal(readFileSync(join(dir, 'state/keys/signing.key'), 'utf8'), signing);
      assert.ok(statSync(join(dir, 'network/network.toml')).isFile());
      assert.ok(statSync(join(dir, 'state/rendered.git/HEAD')).isFile());
    });
  }

  it('makes no other master key where the database has one, be it with systemd or lost', async () => {
    await init();
    const key = join(dir, 'state', 'keys', 'master.key');
    rmSync(key);
    assert.equal((await init()).code, 0);
    assert.throws(() => statSync(key), { code: 'ENOENT' });
  });

  it('is completed by a second run after the first was killed at any moment', async () => {
    const main = join(import.meta.dirname, '../../controller/main.ts');
    const paths = ['--state-dir', join(dir, 'state'), '--network-dir', join(dir, 'network')];
    const args = [
      '--config',
      join(dir, 'controller.toml'),
      'init',
      '--name',
      'example',
      '--endpoint',
      'vpn.example.net',
    ];
    for (const delayMs of [150, 250, 350, 450, 550]) {
      const child = spawn(process.execPath, [...sourceProgram(main), ...args, ...paths], {
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
      await ended;
      clearTimeout(timer);
    }
    const { code, out, err } = await init('--json');
    assert.equal(code, 0, err);
    const networkId = (JSON.parse(out) as { network_id: string }).network_id;
    assert.match(readFileSync(join(dir, 'network/generated/_network.toml'), 'utf8'), new RegExp(networkId));
    assert.deepEqual(readdirSync(dir).sort(), ['controller.toml', 'network', 'state']);
  });

  it('keeps out of a folder that holds something else', async () => {
    mkdirSync(join(dir, 'network'));
    writeFileSync(join(dir, 'network/notes.txt'), 'mine');
    const { code, err } = await init();
    assert.equal(code, 1);
    assert.match(err, /is not empty and no git work tree: move it away/);
    assert.deepEqual(readdirSync(join(dir, 'network')), ['notes.txt']);
  });

  const broken: [string[], number, RegExp][] = [
    [['--endpoint', '1.2.3'], 1, /is no endpoint/],
    [['--endpoint', 'a b'], 1, /is no endpoint/],
    [['--endpoint', 'host:99999'], 1, /is no endpoint/],
    [['--name', 'Not A Name'], 1, /is no name/],
    [['--state-dir', 'relative'], 1, /no absolute path/],
    [['--endpoints'], 2, /unknown option/],
  ];
  for (const [args, code, message] of broken) {
    it(`refuses ${args.join(' ')} and makes nothing`, async () => {
      const ran = await init(...args);
      assert.equal(ran.code, code);
      assert.match(ran.err, message);
      assert.deepEqual(readdirSync(dir), []);
    });
  }

  it('says file, line and the nearest key when controller.toml is broken', async () => {
    writeFileSync(join(dir, 'controller.toml'), 'endpoints = ["a.example"]\nstate_dri = "/x"\n');
    const { code, err } = await init();
    assert.equal(code, 1);
    assert.match(err, /controller\.toml:2: state_dri: unknown key, did you mean "state_dir"\?/);
  });
});
