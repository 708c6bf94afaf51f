import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { execa } from 'execa';
import { sourceProgram } from '../fakes/program.ts';

// The clock is everybody's, in namespaces too: what is run here must not be able to set it.
const withoutClock = process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-sys_time', '--'] : [];

/** Runs `towline-agent clock` on a router whose clock.json holds this text. */
async function clock(context: TestContext, saved: string | undefined, ...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-clock-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'clock.json');
  const config = join(folder, 'agent.toml');
  await writeFile(config, `state_dir = "${folder}"\nruntime_dir = "${folder}"\n`);
  if (saved !== undefined) await writeFile(file, saved);
  const main = join(import.meta.dirname, '../../agent/main.ts');
  const agent = [process.execPath, ...sourceProgram(main), '--config', config, 'clock', ...args];
  const [program = '', ...rest] = [...withoutClock, ...agent];
  const { stdout, stderr, exitCode } = await execa(program, rest, { reject: false });
  return { stdout, stderr, exitCode, file };
}

test('a router without a floor, or with an earlier one, is done at once', async (context) => {
  const none = await clock(context, undefined, '--json');
  assert.deepEqual([none.exitCode, none.stderr], [0, '']);
  const { clock_ms, ...rest } = JSON.parse(none.stdout) as Record<string, unknown>;
  assert.deepEqual(rest, { floor_ms: null, is_set: false, problem: null });
  assert.ok(typeof clock_ms === 'number');
  const floorMs = Date.UTC(2026, 0, 2);
  const earlier = await clock(context, JSON.stringify({ floorMs }));
  assert.equal(earlier.exitCode, 0);
  assert.match(
    earlier.stdout,
    /^the clock is at .*, not before 2026-01-02T00:00:00\.000Z, and stays as it is$/,
  );
});

test('a damaged floor is said, and is no reason for a boot to fail', async (context) => {
  const { exitCode, stdout, stderr, file } = await clock(context, '{"floorMs":', '--json');
  assert.equal(exitCode, 0);
  assert.equal(stderr, `towline-agent: ${file} is damaged`);
  assert.equal((JSON.parse(stdout) as { floor_ms: unknown }).floor_ms, null);
});

test('who may not set the clock is told so', async (context) => {
  const floorMs = Date.now() + 60_000;
  const { exitCode, stdout, stderr, file } = await clock(context, JSON.stringify({ floorMs }));
  assert.deepEqual(
    [exitCode, stdout, stderr],
    [1, '', "towline-agent: this process may not set the clock, run 'towline-agent clock' as root at boot"],
  );
  assert.equal(await readFile(file, 'utf8'), JSON.stringify({ floorMs }));
});

test('the help has an example, and further arguments are refused', async (context) => {
  const help = await clock(context, undefined, '--help');
  assert.equal(help.exitCode, 0);
  assert.match(help.stdout, /Example:\n {2}towline-agent clock --json/);
  assert.equal((await clock(context, undefined, '--set', '2099')).exitCode, 2);
});
