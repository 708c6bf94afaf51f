import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { namespaceOf, ProcessTree } from '../../lab/namespaces/process-tree.ts';
import { until } from './until.ts';

const ownNamespaces = new Set(['net', 'mnt', 'pid'].map((kind) => namespaceOf('self', kind as 'net')));

/** Namespaces of processes, without those that this process is in too. */
export function namespacesOf(pids: readonly number[]): Set<string> {
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
export async function killAndWaitForNothing(child: ChildProcess): Promise<void> {
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
