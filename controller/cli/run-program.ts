import { TowlineError } from '../../shared/errors.ts';
import type { Io } from './io.ts';

/** Runs a program on the streams of this one; resolves to its exit code. Throws `failed` with the way out if there is none. */
export async function runProgram(
  io: Io,
  program: string,
  args: readonly string[],
  wayOut: string,
  { cwd = process.cwd(), env = io.env }: { readonly cwd?: string; readonly env?: Io['env'] } = {},
): Promise<number> {
  if (io.runThrough === undefined)
    throw new TowlineError('failed', `${program} needs the streams of a process`);
  try {
    return await io.runThrough(program, args, { cwd, env });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new TowlineError('failed', `${program} is not installed: ${wayOut}`, { cause });
    throw cause;
  }
}
