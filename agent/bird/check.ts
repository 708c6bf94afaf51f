import { TowlineError } from '../../shared/errors.ts';
import { CommandError, hasCrashed, type Run } from '../../shared/os/run.ts';

/**
 * Gives a configuration file to `bird -p`. Throws CommandError with file, line and cause; `invalid` where the parser
 * crashes on it (BIRD 2.0 does on a text of 8 KB), since BIRD itself would.
 */
export async function checkBirdFile(run: Run, program: string, path: string): Promise<void> {
  try {
    await run(program, ['-p', '-c', path], { timeoutMs: 30_000, withErrorOutput: true });
  } catch (error) {
    if (!(error instanceof CommandError && hasCrashed(error))) throw error;
    throw new TowlineError('invalid', `${path}: BIRD crashes on it: ${error.message}`, { cause: error });
  }
}
