import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { namespaceOf, ProcessTree } from '../../lab/namespaces/process-tree.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { until } from './until.ts';

const ownNamespaces = new Set(['net', 'mnt', 'pid'].map((kind) => namespaceOf('self', kind as 'net')));

function spawnHolder(): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'test/lab/fixtures/hold.ts'], {
    cwd: projectFolder(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Namespaces of processes, without those that this process is in too. */
function namespacesOf(pids: readonly number[]): Set<string> {
  const found = pids.flatMap((pid) => (['net', 'mnt', 'pid'] as const).map((kind) => namespaceOf(pid, kind)));
  return new Set(found.filter((name) => name !== undefined && !ownNamespaces.has(name)) as string[]);
}

/** Processes that run. One that has ended and waits for its parent to notice has let go of everything. */
function runningPids(): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
    } catch {
      return false;
    }
  });
}

/** Kills a process with SIGKILL and waits until nothing of its lab is left on this computer. */
async function killAndWaitForNothing(child: ChildProcess): Promise<void> {
  const pid = child.pid ?? 0;
  child.kill('SIGSTOP'); // so that it starts nothing while its descendants are listed
  const descendants = ProcessTree.read().descendantsOf(pid);
  const namespaces = namespacesOf(descendants);
  child.kill('SIGKILL');
  await until('every process of the lab is gone', () => {
    const alive = new Set(runningPids());
    return descendants.every((descendant) => !alive.has(descendant));
  });
  await until('nothing runs in its namespaces', () =>
    [...namespacesOf(runningPids())].every((name) => !namespaces.has(name)),
  );
}

test('a caller that is killed with SIGKILL leaves no process, no namespace, no mount and no file', async () => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  const files = ['/run', '/tmp', '/var/lib', '/var/log', '/etc'].map((folder) => readdirSync(folder).join());
  const child = spawnHolder();
  assert.ok(child.stdout);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  assert.equal(JSON.parse(line).ready, true);
  const running = ProcessTree.read().descendantsOf(child.pid ?? 0);
  assert.ok(namespacesOf(running).size >= 6 * 3, 'parent and five machines, each with three namespaces');
  await killAndWaitForNothing(child);
  assert.equal(readFileSync('/proc/self/mountinfo', 'utf8'), mounts);
  const now = ['/run', '/tmp', '/var/lib', '/var/log', '/etc'].map((folder) => readdirSync(folder).join());
  assert.ok(!now.some((names) => /\blab\b|netns|towline-lab/.test(names)), now.join());
  assert.equal(now.length, files.length);
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
