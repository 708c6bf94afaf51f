import { exitCode, outcomeOf } from './exit-codes.ts';
import { commandOf, forGit } from './git-command.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

/** Commands that say with 2, the code of wrong usage elsewhere, that there is something to see. */
const tellingTwo: readonly (string | undefined)[] = ['plan', 'check'];

/** Runs one command line (without the program's name) and resolves to the exit code. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync(forGit(argv), { from: 'user' });
    return exitCode.ok;
  } catch (error) {
    const { code, text, isUsage } = outcomeOf(error);
    if (text !== '') io.err(text);
    return isUsage && tellingTwo.includes(commandOf(argv)) ? exitCode.error : code;
  }
}
