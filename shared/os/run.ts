import { spawn } from 'node:child_process';
import { messageOf, TowlineError } from '../errors.ts';
import { closeCommandInput, openCommandInput } from './command-input.ts';

export interface RunOptions {
  /** Standard input; also readable as `/dev/stdin`. It appears in no error. */
  readonly input?: string;
  /** Time in milliseconds after which the program is ended; none if absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Variables on top of our own environment; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether the program starts a session of its own: for daemons, which must outlive us and our terminal. */
  readonly detached?: boolean;
  /** Whether standard output holds secrets, and so appears in no error. */
  readonly hasSecretOutput?: boolean;
  /** Whether standard error is part of the result, after standard output. */
  readonly withErrorOutput?: boolean;
}

/**
 * Runs a program with an argument vector (no shell); resolves to its standard output; rejects with
 * CommandError. Arguments appear in errors and process lists: no secret goes there.
 */
export type Run = (command: string, args: readonly string[], options?: RunOptions) => Promise<string>;

/** A program that could not be started, failed, or was ended. */
export class CommandError extends TowlineError {
  /** The program and its arguments. */
  readonly command: string;
  /** Undefined if the program did not exit by itself. */
  readonly exitCode: number | undefined;
  /** What it printed on standard error and output, without anything of its input. */
  readonly output: string;
  /** Whether it was ended since it took too long. */
  readonly isLate: boolean;

  constructor(
    message: string,
    command: string,
    exitCode: number | undefined,
    output: string,
    isLate = false,
  ) {
    super('failed', message);
    this.command = command;
    this.exitCode = exitCode;
    this.output = output;
    this.isLate = isLate;
  }
}

/** Signals that end a program for a fault of its own, not because somebody ends it. */
const crashes = /: SIG(?:ABRT|SEGV|BUS|ILL|FPE)\b/;

/** Whether the program ended by a fault of its own: given the same again, it would again. */
export function hasCrashed({ exitCode, message }: CommandError): boolean {
  return exitCode === undefined && crashes.test(message);
}

const mostBytes = 64 * 1024 * 1024;

// Node's own spawn, not execa: that costs every router 9 MB of memory.
export const run: Run = async (command, args, options = {}) => {
  options.signal?.throwIfAborted();
  const input = options.input === undefined ? undefined : openCommandInput(options.input);
  try {
    const ending = await runToEnd(command, args, options, input);
    if (ending.exitCode === 0 && ending.cause === undefined) {
      return options.withErrorOutput ? `${ending.stdout}${ending.stderr}` : ending.stdout;
    }
    const said = options.hasSecretOutput ? ending.stderr : `${ending.stderr}${ending.stdout}`;
    const output = withoutSecrets(said.trim(), options.input);
    const line = [command, ...args].join(' ');
    const cause = ending.cause ?? (ending.exitCode === null ? ending.signal : `exit code ${ending.exitCode}`);
    const shown = output === '' ? '' : `: ${output.slice(0, 2000)}`;
    throw new CommandError(
      `${line}: ${cause}${shown}`,
      line,
      ending.exitCode ?? undefined,
      output,
      ending.isLate,
    );
  } finally {
    if (input !== undefined) closeCommandInput(input);
  }
};

interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not end by itself. */
  readonly cause: string | undefined;
  readonly isLate: boolean;
}

function runToEnd(
  command: string,
  args: readonly string[],
  options: RunOptions,
  input: number | undefined,
): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: [input ?? 'ignore', 'pipe', 'pipe'],
      detached: options.detached ?? false,
      env: { ...process.env, ...options.env },
    });
    const output = { stdout: '', stderr: '' };
    let cause: string | undefined;
    let isLate = false;
    const end = (reason: string) => {
      cause ??= reason;
      child.kill('SIGKILL');
    };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (output[name].length > mostBytes) end(`printed more than ${mostBytes} bytes`);
      });
    }
    const onAbort = () => end('was called off');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            isLate = cause === undefined;
            end(`took longer than ${options.timeoutMs} ms`);
          }, options.timeoutMs);
    const settle = (exitCode: number | null, signal: string | null) => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      resolve({ exitCode, signal, ...output, cause, isLate });
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      cause ??= error.code === 'ENOENT' ? 'not found, install it or mend PATH' : messageOf(error);
      settle(null, null);
    });
    child.once('close', settle);
    // A daemon may keep our pipes open.
    if (options.detached) {
      child.once('exit', (exitCode, signal) => {
        setTimeout(() => {
          for (const stream of [child.stdout, child.stderr]) stream?.destroy();
          settle(exitCode, signal);
        }, 100);
      });
    }
  });
}

// `wg` repeats a line that it does not take, key included.
function withoutSecrets(output: string, input: string | undefined): string {
  const words = new Set((input ?? '').split(/[\s=]+/).filter((word) => word.length >= 16));
  let clean = output;
  for (const word of words) clean = clean.replaceAll(word, '<hidden>');
  return clean;
}
