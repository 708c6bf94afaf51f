import type { Readable } from 'node:stream';
import { messageOf, TowlineError } from '../errors.ts';

/**
 * All of a stream that others may have filled, as text. Throws `failed` where it cannot be read, `invalid` where it is
 * longer than it may be.
 *
 * @param name of the stream, for the error
 */
export async function readText(
  stream: Readable | Iterable<never>,
  name: string,
  mostBytes: number,
): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of stream) {
      const bytes = Buffer.from(part as Uint8Array);
      size += bytes.length;
      if (size > mostBytes) break;
      parts.push(bytes);
    }
  } catch (cause) {
    throw new TowlineError('failed', `${name} cannot be read: ${messageOf(cause)}`, { cause });
  }
  if (size > mostBytes)
    throw new TowlineError('invalid', `${name} is too long: expected at most ${mostBytes} bytes`);
  return Buffer.concat(parts).toString('utf8');
}
