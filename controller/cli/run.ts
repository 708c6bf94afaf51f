import { CommanderError } from 'commander';
import { exitCode, outcomeOf } from './exit-codes.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

/** Runs one command line (without the program's name) and resolves to the exit code. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync([...argv], { from: 'user' });
    return exitCode.ok;
  } catch (error) {
    const { code, text } = outcomeOf(error);
    if (text !== '') io.err(text);
    // plan says "something would change" with the code that is wrong usage elsewhere.
    const wrongPlan = error instanceof CommanderError && argv.includes('plan');
    return wrongPlan && code === exitCode.usage ? exitCode.error : code;
  }
}
