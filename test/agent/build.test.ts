import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildAgent } from '../../scripts/build-agent.ts';
import { run } from '../../shared/os/run.ts';

let folder: string;
let file: string;
let inputs: string[];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'towline-build-'));
  file = join(folder, 'towline-agent.mjs');
  inputs = await buildAgent(file);
});
after(() => rm(folder, { recursive: true }));

test('the agent is one file without native code, and so is none of the packages in it', async () => {
  assert.deepEqual(await readdir(folder), ['towline-agent.mjs']);
  assert.deepEqual(
    inputs.filter((path) => path.endsWith('.node')),
    [],
  );
  const packages = new Set(
    inputs.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  assert.ok(packages.has('@grpc/grpc-js'));
  for (const name of packages) {
    const files = await readdir(join('node_modules', name), { recursive: true });
    assert.deepEqual(
      files.filter((path) => /\.node$|(^|\/)binding\.gyp$/.test(path)),
      [],
      name,
    );
  }
});

test('the agent holds nothing of the controller', () => {
  assert.deepEqual(
    inputs.filter((path) => /^(controller|lab|test)\//.test(path) || /sqlite|nunjucks|simple-git/.test(path)),
    [],
  );
});

test('the agent runs where nothing is beside it, is small, and helps', async () => {
  assert.ok((await stat(file)).size < 2 * 1024 * 1024);
  assert.match((await readFile(file, 'utf8')).slice(0, 30), /^#!\/usr\/bin\/env node\n/);
  const help = await run(process.execPath, [file, '--help']);
  for (const command of ['enroll', 'run', 'status', 'prepare']) {
    assert.match(help, new RegExp(`^  ${command}`, 'm'));
    assert.match(await run(process.execPath, [file, command, '--help']), /Example:\n {2}/);
  }
  assert.match(help, /Exit codes:/);
});

test('exit codes tell wrong usage from a router that is not enrolled', async () => {
  const code = async (...args: string[]) =>
    run(process.execPath, [file, ...args], { env: { TOWLINE_AGENT_CONFIG: undefined } }).then(
      () => 0,
      (error) => error.exitCode,
    );
  assert.equal(await code('nonsense'), 2);
  assert.equal(await code('enroll'), 2);
  assert.equal(await code('--config', join(folder, 'missing.toml'), 'status'), 2);
  assert.equal(await code('enroll', 'towline://nowhere'), 2);
});
