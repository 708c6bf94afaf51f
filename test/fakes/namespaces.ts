import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { run } from '../../shared/os/run.ts';
import { sourceProgram } from './program.ts';

/** True in the process that `isolated` started: its network, mounts and processes are its own. */
export const isIsolated = process.env.TOWLINE_TEST_ISOLATED === 'yes';

const timeoutMs = 120_000;

/**
 * Runs a test file once more, in namespaces of its own, and throws its output if a test in it fails. When this
 * process ends, however it ends, nothing of it is left.
 */
export async function isolated(file: string): Promise<void> {
  const unshare = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const child = spawn(
    'unshare',
    [...user, ...unshare, process.execPath, ...sourceProgram(file, '--test-reporter=spec')],
    {
      env: { ...env, TOWLINE_TEST_ISOLATED: 'yes', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  if (code !== 0) throw new Error(`the tests in the namespace failed (exit code ${code}):\n${output}`);
}

/** Gives this (isolated) process folders of its own for sockets, and brings `lo` up. */
export async function privateRun(): Promise<void> {
  if (!isIsolated) throw new Error('only in a namespace made by isolated()');
  await run('mount', ['-t', 'tmpfs', 'tmpfs', '/run']);
  await run('ip', ['link', 'set', 'dev', 'lo', 'up']);
}

/** Another router beside this one: network and mounts of its own. */
export interface Neighbour {
  /** Runs a program there; resolves to its output. */
  exec(command: string, args: readonly string[], input?: string): Promise<string>;
  readonly process: ChildProcess;
}

/** Starts a neighbour that is connected to us: we are 10.9.0.1 and 2001:db8:9::1, it is .2 and ::2. */
export async function startNeighbour(): Promise<Neighbour> {
  const child = spawn(
    'unshare',
    ['--net', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run && echo up && exec sleep 600'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(child.stdout, 'data');
  // It ends with this process, which must not wait for it.
  child.stdout.destroy();
  child.unref();
  const pid = String(child.pid);
  const exec = (command: string, args: readonly string[], input?: string) =>
    run('nsenter', ['-t', pid, '-n', '-m', command, ...args], input === undefined ? {} : { input });
  await run('ip', ['link', 'add', 'wan0', 'type', 'veth', 'peer', 'name', 'wan1', 'netns', pid]);
  for (const args of [
    ['address', 'add', '10.9.0.1/24', 'dev', 'wan0'],
    ['address', 'add', '2001:db8:9::1/64', 'dev', 'wan0', 'nodad'],
    ['link', 'set', 'dev', 'wan0', 'up'],
  ]) {
    await run('ip', args);
  }
  for (const args of [
    ['address', 'add', '10.9.0.2/24', 'dev', 'wan1'],
    ['address', 'add', '2001:db8:9::2/64', 'dev', 'wan1', 'nodad'],
    ['link', 'set', 'dev', 'wan1', 'up'],
    ['link', 'set', 'dev', 'lo', 'up'],
  ]) {
    await exec('ip', args);
  }
  return { exec, process: child };
}
