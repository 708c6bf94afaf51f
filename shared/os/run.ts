import { execa } from 'execa';
import { TowlineError } from '../errors.ts';
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

  constructor(message: string, command: string, exitCode: number | undefined, output: string) {
    super('failed', message);
    this.command = command;
    this.exitCode = exitCode;
    this.output = output;
  }
}

export const run: Run = async (command, args, options = {}) => {
  const input = options.input === undefined ? undefined : openCommandInput(options.input);
  const detached = options.detached ?? false;
  try {
    const result = await execa(command, [...args], {
      // execa's types name the descriptors 0 to 2 only; it hands any other on as it is.
      stdin: (input as 0 | undefined) ?? 'ignore',
      reject: false,
      stripFinalNewline: false,
      detached,
      cleanup: !detached,
      maxBuffer: 64 * 1024 * 1024,
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      ...(options.env === undefined ? {} : { env: options.env as Record<string, string> }),
    });
    if (!result.failed) return options.withErrorOutput ? `${result.stdout}${result.stderr}` : result.stdout;
    const output = withoutSecrets(`${result.stderr}${result.stdout}`.trim(), options.input);
    const line = [command, ...args].join(' ');
    throw new CommandError(
      `${line}: ${causeOf(result, options)}${output === '' ? '' : `: ${output.slice(0, 2000)}`}`,
      line,
      result.exitCode,
      output,
    );
  } finally {
    if (input !== undefined) closeCommandInput(input);
  }
};

interface Ending {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  readonly code?: string | undefined;
}

function causeOf(ending: Ending, options: RunOptions): string {
  if (ending.timedOut) return `took longer than ${options.timeoutMs} ms`;
  if (ending.isCanceled) return 'was called off';
  if (ending.code === 'ENOENT') return 'not found, install it or mend PATH';
  if (ending.exitCode !== undefined) return `exit code ${ending.exitCode}`;
  return ending.signal === undefined
    ? `could not be started (${ending.code ?? 'no reason given'})`
    : ending.signal;
}

// `wg` repeats a line that it does not take, key included.
function withoutSecrets(output: string, input: string | undefined): string {
  const words = new Set((input ?? '').split(/[\s=]+/).filter((word) => word.length >= 16));
  let clean = output;
  for (const word of words) clean = clean.replaceAll(word, '<hidden>');
  return clean;
}
