import { TowlineError } from '../../shared/errors.ts';
import type { Io } from './io.ts';

/** Asks on the terminal, and goes on where there is none. Throws `conflict` for any answer but yes. */
export async function requireYes(io: Io, question: string): Promise<void> {
  if (io.ask === undefined || /^\s*y(?:es)?\s*$/i.test(await io.ask(`${question} [y/N] `))) return;
  throw new TowlineError('conflict', 'not confirmed: nothing was done');
}
