/** Writing a tar archive (POSIX.1-1988 ustar): whoever has decrypted a backup takes it apart with `tar`. */

const blockBytes = 512;

/** A file of an archive. */
export interface ArchiveFile {
  /** At most 100 bytes of ASCII. */
  readonly name: string;
  /** Bytes that `content` gives, no more and no fewer. */
  readonly size: number;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** The bytes of an archive. @param time of all files, Unix ms */
export async function* writeTar(
  files: AsyncIterable<ArchiveFile> | Iterable<ArchiveFile>,
  time: number,
): AsyncGenerator<Uint8Array, void> {
  for await (const { name, size, content } of files) {
    yield headerOf(name, size, time);
    let written = 0;
    for await (const piece of content) {
      written += piece.length;
      yield piece;
    }
    if (written !== size) throw new RangeError(`${name} has ${written} bytes and not ${size}`);
    if (size % blockBytes !== 0) yield Buffer.alloc(blockBytes - (size % blockBytes));
  }
  yield Buffer.alloc(2 * blockBytes);
}

function headerOf(name: string, size: number, time: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name`);
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, size);
  header.write(
    `${Math.floor(time / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function writeSize(header: Buffer, size: number): void {
  const octal = size.toString(8);
  if (octal.length <= 11) {
    header.write(`${octal.padStart(11, '0')}\0`, 124);
    return;
  }
  // From 8 GiB on, as GNU tar does it: the first bit says that a number in base 256 follows.
  header.writeUInt8(0x80, 124);
  header.writeBigUInt64BE(BigInt(size), 128);
}

/** Sum of all bytes, those of the checksum itself taken for spaces. */
export function checksumOf(header: Buffer): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}
