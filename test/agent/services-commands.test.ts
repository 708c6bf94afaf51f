import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseSettings } from '../../agent/check/settings.ts';
import { runServiceCommand } from '../../agent/services/command.ts';
import { resolveOwner } from '../../agent/services/owner.ts';
import { TowlineError } from '../../shared/errors.ts';
import { type Run, run } from '../../shared/os/run.ts';
import { never } from './cycle-fixture.ts';

const places = { folder: '/staged/site', destination: '/etc/site.d' };
const service = (timeout_s = 5) => ({ name: 'site', destination: places.destination, timeout_s });

function command(script: string, timeoutS?: number, signal = never): Promise<void> {
  return runServiceCommand(run, service(timeoutS), ['sh', '-c', script, 'sh', '{folder}/x'], places, signal);
}

const failures: [script: string, code: string, text: RegExp][] = [
  ['echo "no {x} at $1" >&2; exit 3', 'invalid', /^sh -c .*: exit code 3: no \{x\} at \/staged\/site\/x$/],
  ['for i in 1 2 3 4 5 6; do echo "line $i"; done; exit 1', 'invalid', /exit code 1: line 1; .*; line 5$/],
  ['printf "\\033]0;x\\007\\n\\n"; exit 1', 'invalid', /exit code 1: \]0;x$/],
  ['head -c 5000 /dev/zero | tr "\\0" x; exit 1', 'invalid', /exit code 1: x{600}$/],
  ['kill -9 $$', 'failed', /SIGKILL/],
];

for (const [script, code, text] of failures) {
  test(`a command that fails says how: ${script}`, async () => {
    await assert.rejects(command(script), (error) => {
      assert.ok(error instanceof TowlineError);
      assert.match(error.message, text);
      assert.equal(error.code, code);
      return true;
    });
  });
}

test('a program that is missing, or takes too long, or is called off, says nothing about the files', async () => {
  const missing = runServiceCommand(run, service(), ['/nowhere/nft'], places, never);
  await assert.rejects(missing, { code: 'failed', message: /not found/ });
  await assert.rejects(command('exec sleep 60', 1), { code: 'failed', message: /took longer than 1000 ms/ });
  const off = new AbortController();
  const running = command('exec sleep 60', 60, off.signal);
  off.abort();
  await assert.rejects(running, { code: 'failed', message: /was called off/ });
});

async function pidOf(context: TestContext, start: (file: string) => Promise<void>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-daemon-'));
  context.after(() => rm(folder, { recursive: true }));
  await start(join(folder, 'pid'));
  return Number(await readFile(join(folder, 'pid'), 'utf8'));
}

test('a daemon that a command starts is not waited for, and outlives it', async (context) => {
  const pid = await pidOf(context, (file) => command(`sleep 60 & echo $! >'${file}'`));
  context.after(() => process.kill(pid));
  assert.equal(process.kill(pid, 0), true);
});

const owners: [owner: string, answers: Record<string, string>, expected: object | RegExp][] = [
  ['dns', { 'id -u dns': '53\n', 'id -g dns': '54\n' }, { uid: 53, gid: 54 }],
  ['dns:web', { 'id -u dns': '53\n', 'getent group web': 'web:x:80:dns\n' }, { uid: 53, gid: 80 }],
  ['dns', {}, /owner dns: id -u dns: no such/],
  ['dns:web', { 'id -u dns': '53\n' }, /owner dns:web: getent group web: no such/],
  ['dns', { 'id -u dns': '' }, /owner dns: id does not know it/],
];

for (const [owner, answers, expected] of owners) {
  test(`an owner is looked up on this machine: ${owner} is ${expected}`, async () => {
    const ask: Run = async (program, args) => {
      const asked = [program, ...args].join(' ');
      const answer = answers[asked];
      if (answer === undefined) throw new Error(`${asked}: no such`);
      return answer;
    };
    const found = resolveOwner(ask, owner);
    if (expected instanceof RegExp) await assert.rejects(found, { code: 'failed', message: expected });
    else assert.deepEqual(await found, expected);
  });
}

test("a bundle's settings may say what the node announces", () => {
  const settings = 'node = "a"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"\n';
  assert.deepEqual(parseSettings(settings).prefixes, []);
  assert.deepEqual(parseSettings(`${settings}prefixes = ["10.1.0.0/24"]\n`).prefixes, ['10.1.0.0/24']);
  assert.throws(() => parseSettings(`${settings}prefixes = [1]\n`), /agent\/settings\.toml: prefixes\.0: /);
});
