import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { ProcessTree } from '../../lab/namespaces/process-tree.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { killAndWaitForNothing, namespacesOf } from './nothing-left.ts';
import { until } from './until.ts';

function spawnHolder(): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'test/lab/fixtures/hold.ts'], {
    cwd: projectFolder(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What lies in the folders where programs leave things. */
function filesNow(): string[] {
  return ['/run', '/tmp', '/var/lib', '/var/log', '/etc'].flatMap((folder) =>
    readdirSync(folder).map((name) => `${folder}/${name}`),
  );
}

test('a caller that is killed with SIGKILL leaves no process, no namespace, no mount and no file', async () => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  const files = filesNow();
  const child = spawnHolder();
  assert.ok(child.stdout);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  assert.equal(JSON.parse(line).ready, true);
  const running = ProcessTree.read().descendantsOf(child.pid ?? 0);
  assert.ok(namespacesOf(running).size >= 6 * 3, 'parent and five machines, each with three namespaces');
  await killAndWaitForNothing(child);
  assert.equal(readFileSync('/proc/self/mountinfo', 'utf8'), mounts);
  const left = filesNow().filter(
    (file) => !files.includes(file) && /\/(?:[^/]*-)?lab(?:-[^/]*)?$|netns/.test(file),
  );
  assert.deepEqual(left, []);
});

for (const processes of [1, 4, 10, 15, 20]) {
  test(`a caller killed while it builds, at its process number ${processes}, leaves nothing either`, async () => {
    const child = spawnHolder();
    const count = () => ProcessTree.read().descendantsOf(child.pid ?? 0).length;
    let ready = false;
    child.stdout?.once('data', () => {
      ready = true;
    });
    await until('it is on its way', () => ready || count() >= processes, 20_000);
    await killAndWaitForNothing(child);
  });
}
