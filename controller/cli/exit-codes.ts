import { CommanderError } from 'commander';
import { messageOf, TowlineError } from '../../shared/errors.ts';

/** What the program's exit code says. */
export const exitCode = { ok: 0, error: 1, usage: 2, changes: 2 } as const;

export const exitCodeHelp = `
Exit codes: 0 done, 1 an error (its reason is on standard error), 2 wrong usage.
`;

/** Ends the program with a code, after all that is to be said was said. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** A command line that makes no sense. */
export class UsageError extends Error {}

/** The exit code of what a command threw, and the text for standard error if it was not printed yet. */
export function outcomeOf(error: unknown): { code: number; text: string } {
  if (error instanceof Exit) return { code: error.code, text: '' };
  // commander has printed its own text already; 0 is --help and --version.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : exitCode.usage, text: '' };
  if (error instanceof UsageError) return { code: exitCode.usage, text: `towline: ${error.message}\n` };
  if (error instanceof TowlineError) return { code: exitCode.error, text: `towline: ${error.message}\n` };
  const stack = error instanceof Error ? error.stack : undefined;
  return { code: exitCode.error, text: `towline: ${stack ?? messageOf(error)}\n` };
}
