import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { execa } from 'execa';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { killAndWaitForNothing } from '../lab/nothing-left.ts';
import { asOrdinaryUser } from '../lab/ordinary-user.ts';

const demo = [process.execPath, 'dist/lab/demo/main.js', '--json', '--rounds', '1'];

/** Runs the demo to its end and judges its last line. */
async function assertDemoWorks([program = '', ...args]: readonly string[]): Promise<void> {
  const result = await execa(program, args, {
    cwd: projectFolder(),
    reject: false,
    stdin: 'ignore',
    timeout: 240_000,
  });
  assert.equal(result.exitCode, 0, `${result.stdout}\n${result.stderr}`);
  const { enroll_to_green_s, failover_ms, restore_lost_packets, agent_rss_mb, ...counts } = JSON.parse(
    result.stdout.split('\n').at(-1) ?? '',
  );
  assert.deepEqual(counts, {
    nodes: 8,
    links: 10,
    links_established: 10,
    lan_pairs_expected: 64,
    lan_pairs_ok: 64,
    isolated_pairs_leaking: 0,
  });
  assert.equal(restore_lost_packets, 0);
  for (const figure of [
    enroll_to_green_s,
    failover_ms.median,
    failover_ms.max,
    agent_rss_mb.median,
    agent_rss_mb.max,
  ]) {
    assert.ok(figure > 0, result.stdout);
  }
}

/** Resolves when the demo has printed a line that matches. */
function printed(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the demo has no output');
    createInterface({ input: child.stdout }).on('line', (line) => pattern.test(line) && resolve());
    child.once('exit', () => reject(new Error(`the demo ended before it printed ${pattern}`)));
  });
}

// When the controller alone is there, and when everything is.
for (const moment of [/towline init/, /link .*: established/]) {
  test(`the demo killed with SIGKILL at ${moment} leaves nothing`, async () => {
    const [program = '', ...args] = demo;
    const child = spawn(program, args, { cwd: projectFolder(), stdio: ['ignore', 'pipe', 'inherit'] });
    await printed(child, moment);
    await killAndWaitForNothing(child);
  });
}

test('the demo as an ordinary user, after it was killed: ten links, 64 of 64 pairs, nothing leaking', async () => {
  await assertDemoWorks(asOrdinaryUser('test/demo/fixtures/demo.ts', 'open'));
});

test('the demo refuses options that it does not know, and says which there are', async () => {
  const [program = '', script = ''] = demo;
  const result = await execa(program, [script, '--jsn'], { cwd: projectFolder(), reject: false });
  assert.equal(result.exitCode, 2);
  assert.match(result.stderr, /'--jsn'[\s\S]*Usage: npm run demo/);
});
