import { constants } from 'node:os';
import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';
import { environment } from '../namespaces/environment.ts';

export interface ExecOptions {
  readonly input?: string;
  /** How long it may take, in milliseconds; 60,000 unless said otherwise. */
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Resolve with the exit code instead of rejecting when it is not 0. */
  readonly allowFailure?: boolean;
  /** Exit codes besides 0 that are no failure. */
  readonly okCodes?: readonly number[];
  readonly signal?: AbortSignal;
}

/** What a program said, to the byte. `exitCode` is 128 + n where signal n ended it. */
export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Runs a program through an argument vector that enters a machine (see enterCommand), and waits for its end.
 * Throws `failed` when it exits with another code than 0 (unless allowed), takes too long or is aborted; it is
 * killed then.
 */
export async function runToEnd(
  enter: (command: readonly string[]) => string[],
  machine: string,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  const { input = '', timeoutMs = 60_000, env, allowFailure = false, okCodes = [], signal } = options;
  // What enters the namespaces is killed when time is up; the program asked the kernel to follow it.
  const [program = '', ...args] = enter(['setpriv', '--pdeathsig', 'KILL', '--', ...command]);
  const result = await execa(program, args, {
    input,
    env: environment(env),
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    ...(signal ? { cancelSignal: signal } : {}),
  });
  const what = `'${command.join(' ')}' on ${machine}`;
  if (result.isCanceled) throw new TowlineError('failed', `${what} was aborted`, { cause: signal?.reason });
  if (result.timedOut) throw new TowlineError('failed', `${what} took longer than ${timeoutMs} ms`);
  const exitCode = result.exitCode ?? 128 + (result.signal ? constants.signals[result.signal] : 0);
  if (exitCode !== 0 && !okCodes.includes(exitCode) && !allowFailure) {
    const said = (result.stderr || result.stdout).trim().split('\n').slice(-3).join('; ');
    throw new TowlineError('failed', `${what} exited with ${exitCode}: ${said}`);
  }
  return { stdout: result.stdout, stderr: result.stderr, exitCode };
}
