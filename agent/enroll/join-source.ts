import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TowlineError } from '../../shared/errors.ts';
import { readText } from '../../shared/os/read-text.ts';

const maxBytes = 8_192;

/** A join string, and what there is to say of where it came from. */
export interface GivenJoinString {
  readonly text: string;
  readonly warning?: string;
}

/**
 * The join string: that of the command line, or of a file, `-` for standard input, where a token in it is not to be
 * seen in the list of processes. Throws `invalid`, `failed`.
 */
export async function readJoinString(
  argument: string | undefined,
  file: string | undefined,
  standardInput: Readable,
): Promise<GivenJoinString> {
  if ((argument === undefined) === (file === undefined)) {
    throw new TowlineError(
      'invalid',
      "give a join string, or --join-file with a file that holds it ('-' for standard input)",
    );
  }
  if (argument !== undefined) return { text: argument };
  if (file === undefined || file === '-')
    return { text: await joinStringOf(standardInput, 'standard input') };
  const text = await joinStringOf(createReadStream(file), file);
  const mode = await modeOf(file);
  if ((mode & 0o077) === 0) return { text };
  return { text, warning: `${file} can be read by others: if it holds a token, 'chmod 600 ${file}'` };
}

async function modeOf(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    return (await handle.stat()).mode;
  } finally {
    await handle.close();
  }
}

async function joinStringOf(stream: Readable, name: string): Promise<string> {
  return (await readText(stream, name, maxBytes)).trim();
}
