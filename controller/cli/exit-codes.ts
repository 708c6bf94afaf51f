import { CommanderError } from 'commander';
import { messageOf, TowlineError } from '../../shared/errors.ts';

/** What the program's exit code says. */
export const exitCode = { ok: 0, error: 1, usage: 2, changes: 2, unhealthy: 3 } as const;

/** What the codes say, all in one place: docs/reference and the manual are made of it. */
export const exitCodeTable: readonly (readonly [code: number, meaning: string])[] = [
  [
    0,
    'done; of status: all that it shows is well; of plan: nothing would change; of check: nothing was found',
  ],
  [1, 'an error; its reason is on standard error'],
  [2, 'wrong usage; of plan: something would change; of check: something was found (there wrong usage is 1)'],
  [3, 'status: something is not well; why: something is wrong; doctor: something is bad'],
];

/** A line on exit codes, for --help. */
export function exitCodeHelp(
  codes = '0 done, 1 an error (its reason is on standard error), 2 wrong usage',
): string {
  return `\nExit codes: ${codes}.\n`;
}

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
export function outcomeOf(error: unknown): { code: number; text: string; isUsage?: true } {
  if (error instanceof Exit) return { code: error.code, text: '' };
  if (error instanceof CommanderError) {
    // commander has printed its own text already; 0 is --help and --version.
    return error.exitCode === 0 ? { code: 0, text: '' } : { code: exitCode.usage, text: '', isUsage: true };
  }
  if (error instanceof UsageError)
    return { code: exitCode.usage, text: `towline: ${error.message}\n`, isUsage: true };
  if (error instanceof TowlineError) return { code: exitCode.error, text: `towline: ${error.message}\n` };
  const reason = machineReason(error);
  if (reason !== undefined) return { code: exitCode.error, text: `towline: ${reason}\n` };
  const stack = error instanceof Error ? error.stack : undefined;
  return { code: exitCode.error, text: `towline: ${stack ?? messageOf(error)}\n` };
}

const waysOut: Readonly<Record<string, string>> = {
  EACCES: 'permission denied: run it as root (sudo), or as the user who owns it',
  EPERM: 'not permitted: run it as root (sudo), or as the user who owns it',
  EROFS: 'the file system is read-only: mount it for writing, or set another folder',
  ENOSPC: 'no space is left on the disk: make some',
  EDQUOT: 'the quota of the disk is used up: make some space',
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of the path is no folder: move it away, or set another path',
  EISDIR: 'it is a folder: move it away, or set another path',
  EEXIST: 'it is there already: move it away',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
  EIO: 'the disk does not work: look at the log of the kernel (dmesg)',
};

/** An error of the operating system in one line, with the path and a way out; undefined for any other. */
function machineReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errno, syscall = 'use', path } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || typeof errno !== 'number') return undefined;
  const way = waysOut[code] ?? error.message.split('\n')[0];
  return `cannot ${syscall}${path === undefined ? '' : ` ${path}`}: ${way}`;
}
