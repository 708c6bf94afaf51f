import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import { z } from 'zod';

const uid = 64_985;
const answerSchema = z.union([
  z.object({ lacks: z.string().optional(), status: z.string(), read: z.string(), git: z.string() }),
  z.object({ error: z.string() }),
]);

const dir = mkdtempSync(join(tmpdir(), 'towline-rights-'));
const state = join(dir, 'state');
const [main, secret] = [join(dir, 'main.mjs'), join(state, 'master.key')];
const systemPath = (process.env.PATH ?? '').split(delimiter);

/** The rights of an init system's AmbientCapabilities=CAP_NET_ADMIN. */
const asUser = [
  ...['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--inh-caps=-all,+net_admin'],
  ...['--ambient-caps=-all,+net_admin', '--bounding-set=-all,+net_admin', '--'],
];

function run(program: string, args: string[], path = process.env.PATH) {
  return spawnSync(program, args, { encoding: 'utf8', env: { PATH: path, HOME: '/' } });
}

/** What the user gets on a machine that has these programs only; all that there are by default. */
function answerWith(programs?: readonly string[]) {
  const [setpriv = '', ...args] = asUser;
  const path = programs === undefined ? process.env.PATH : folderOf(programs);
  const words = ['env', `PATH=${path}`, process.execPath, main, secret, state];
  const { stdout, stderr } = run(setpriv, [...args, ...words]);
  assert.equal(stderr, '');
  return answerSchema.parse(JSON.parse(stdout));
}

function folderOf(programs: readonly string[]): string {
  const folder = join(dir, `with-${programs.join('-')}`);
  mkdirSync(folder);
  for (const program of programs) {
    const found = run('sh', ['-c', 'command -v "$1"', 'sh', program], systemPath.join(delimiter)).stdout;
    symlinkSync(found.trim(), join(folder, program));
  }
  return folder;
}

/** Capability sets that are not empty. */
function capabilities(status: string): string[] {
  return status.split('\n').filter((line) => /^Cap(Inh|Prm|Eff|Amb):/.test(line) && !/:\s+0+$/.test(line));
}

function missing(): string | false {
  if (process.getuid?.() !== 0) return 'takes root, to be another user';
  const [setpriv = '', ...args] = asUser;
  const { status } = run(setpriv, [...args, process.execPath, '--version']);
  return status === 0 ? false : `another user cannot start ${process.execPath}`;
}

describe('a controller that has CAP_NET_ADMIN and is not root', { skip: missing() }, () => {
  before(async () => {
    const entry = join(import.meta.dirname, 'confined-main.ts');
    await build({ entryPoints: [entry], outfile: main, bundle: true, platform: 'node', format: 'esm' });
    chmodSync(dir, 0o755);
    mkdirSync(state, { mode: 0o700 });
    writeFileSync(secret, 'the secret', { mode: 0o600 });
    for (const path of [state, secret]) chownSync(path, uid, uid);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const ways: readonly { on: string; programs?: readonly string[]; lacks: RegExp; read: string }[] = [
    { on: 'a whole machine', lacks: /^undefined$/, read: '' },
    {
      on: 'one where nothing can be mounted',
      programs: ['setpriv', 'unshare', 'cat', 'env'],
      lacks: /^a file system without/,
      read: 'the secret',
    },
    {
      on: 'one without namespaces of users',
      programs: ['setpriv', 'cat'],
      lacks: /^a network namespace of its own/,
      read: 'the secret',
    },
  ];
  for (const { on, programs, lacks, read } of ways) {
    it(`hands it to nothing that renders, nor to git, on ${on}`, () => {
      const answer = answerWith(programs);
      assert.ok('status' in answer, JSON.stringify(answer));
      assert.match(answer.status, /^NoNewPrivs:\s+1$/m);
      assert.deepEqual([capabilities(answer.status), capabilities(answer.git)], [[], []]);
      assert.match(String(answer.lacks), lacks);
      // Only a process that can have another file system is kept from what the user may read.
      assert.equal(answer.read, read);
    });
  }

  it('renders nothing where it would hand it on', () => {
    const answer = answerWith(['cat']);
    assert.ok('error' in answer);
    assert.match(answer.error, /takes the controller's rights from the processes .* install util-linux/);
  });
});
