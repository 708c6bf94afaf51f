import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { messageOf, TowlineError } from '../../shared/errors.ts';

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
  if (file === undefined || file === '-') return { text: await readAll(standardInput, 'standard input') };
  const text = await readAll(createReadStream(file), file);
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

async function readAll(stream: Readable, name: string): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream) {
      const bytes = Buffer.from(part as Uint8Array);
      size += bytes.length;
      if (size > maxBytes) break;
      parts.push(bytes);
    }
  } catch (cause) {
    throw new TowlineError('failed', `${name} cannot be read: ${messageOf(cause)}`, { cause });
  }
  if (size <= maxBytes) return Buffer.concat(parts).toString('utf8').trim();
  throw new TowlineError('invalid', `${name} is too long for a join string`);
}
