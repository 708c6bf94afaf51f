import { TowlineError } from '../../shared/errors.ts';
import { checksumOf } from './tar.ts';

/** Reading what tar.ts writes, and nothing else: no links, no folders, no attributes. */

const blockBytes = 512;

/** A file of an archive, while it goes by: the next one comes once this is read. */
export interface PassingFile {
  readonly name: string;
  readonly size: number;
  readonly content: AsyncIterable<Buffer>;
}

/** The files of an archive, in order. Throws `invalid` for anything that tar.ts does not write. */
export async function* readTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PassingFile, void> {
  const source = createSource(bytes);
  for (;;) {
    const header = await source.exactly(blockBytes);
    if (header.every((byte) => byte === 0)) break;
    const { name, size } = parseHeader(header);
    let left = size;
    const content = async function* () {
      while (left > 0) {
        const piece = await source.atMost(left);
        if (piece.length === 0) throw broken('it ends too early');
        left -= piece.length;
        yield piece;
      }
    };
    yield { name, size, content: content() };
    if (left > 0) throw broken(`${name} was not read to its end`);
    await source.exactly((blockBytes - (size % blockBytes)) % blockBytes);
  }
  const end = await source.exactly(blockBytes);
  if (!end.every((byte) => byte === 0) || (await source.atMost(1)).length > 0)
    throw broken('something follows its end');
}

function parseHeader(header: Buffer): { readonly name: string; readonly size: number } {
  const text = (from: number, length: number) =>
    header.toString('latin1', from, from + length).split('\0')[0] ?? '';
  if (text(257, 6) !== 'ustar' || text(148, 8).trim() !== checksumOf(header).toString(8).padStart(6, '0'))
    throw broken('a header is damaged');
  const name = text(0, 100);
  if (text(156, 1) !== '0' || text(345, 155) !== '') throw broken(`${JSON.stringify(name)} is no plain file`);
  const isLarge = header.readUInt8(124) === 0x80;
  const octal = text(124, 12);
  const size = isLarge
    ? Number(header.readBigUInt64BE(128))
    : /^[0-7]{11}$/.test(octal)
      ? Number.parseInt(octal, 8)
      : Number.NaN;
  if (!Number.isSafeInteger(size)) throw broken(`${JSON.stringify(name)} has no size`);
  return { name, size };
}

/** Bytes that are taken in other pieces than they come in. */
function createSource(bytes: AsyncIterable<Uint8Array>) {
  const pieces = bytes[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  /** Up to so many bytes, at least one unless the end is reached, or none are wanted. */
  const upTo = async (count: number): Promise<Buffer> => {
    while (rest.length === 0 && count > 0) {
      const next = await pieces.next();
      if (next.done === true) break;
      rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
    }
    const taken = rest.subarray(0, count);
    rest = rest.subarray(taken.length);
    return taken;
  };
  return {
    atMost: upTo,
    async exactly(count: number): Promise<Buffer> {
      const parts: Buffer[] = [];
      for (let left = count; left > 0; ) {
        const part = await upTo(left);
        if (part.length === 0) throw broken('it ends too early');
        parts.push(part);
        left -= part.length;
      }
      return Buffer.concat(parts);
    },
  };
}

function broken(what: string): TowlineError {
  return new TowlineError('invalid', `the file holds no backup of a controller: ${what}`);
}
