import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Whether a process has no capability, and none for the programs that it becomes. @param status of proc_pid_status(5) */
function hasNone(status: string): boolean {
  return ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'].every((set) =>
    new RegExp(`^${set}:\\s+0+$`, 'm').test(status),
  );
}

/** Whether a program started with these words before it has no capability, by the kernel's own word. */
export function leavesNone([program = '', ...args]: readonly string[]): boolean {
  const { status, stdout } = spawnSync(program, [...args, 'cat', '/proc/self/status'], { encoding: 'utf8' });
  return status === 0 && hasNone(stdout);
}

const without = ['setpriv', '--no-new-privs', '--inh-caps=-all', '--ambient-caps=-all', '--'];

let found: readonly string[] | undefined;

/**
 * Words that start a program without the capabilities which this process hands on by itself (capabilities(7), ambient):
 * for programs that need none. None of them where none is handed on, or where there is no setpriv. Looked up once.
 */
export function withoutCapabilities(): readonly string[] {
  found ??= handsOn() && leavesNone(without) ? without : [];
  return found;
}

/** A program and its arguments, started without the capabilities which this process hands on. */
export function plainly(program: string, args: readonly string[]): readonly [string, string[]] {
  const [first = program, ...rest] = [...withoutCapabilities(), program, ...args];
  return [first, rest];
}

function handsOn(): boolean {
  try {
    return !/^CapAmb:\s+0+$/m.test(readFileSync('/proc/self/status', 'utf8'));
  } catch {
    return false;
  }
}
