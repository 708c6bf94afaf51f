import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { TowlineError } from '../../../shared/errors.ts';

/**
 * The header of an age file (age-encryption.org/v1, C2SP age.md): stanzas, each of which has the file key for somebody,
 * and a MAC under that key.
 */

/** One way to the file key. */
export interface Stanza {
  readonly type: string;
  readonly args: readonly string[];
  readonly body: Buffer;
}

/** A header as it was read. */
export interface Header {
  readonly stanzas: readonly Stanza[];
  /** What the MAC is over. */
  readonly authenticated: Buffer;
  readonly mac: Buffer;
  /** Length in bytes: where the payload begins. */
  readonly length: number;
}

const version = 'age-encryption.org/v1';
/** Characters of a full line of a body. */
const columns = 64;
/** No header of ours is longer; somebody else's with hundreds of recipients fits. */
export const mostHeaderBytes = 64 * 1024;

/** Base64 without padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}

/** Canonical base64 without padding; undefined for anything else. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return toBase64(bytes) === text ? bytes : undefined;
}

/** Writes a header with its MAC. */
export function formatHeader(fileKey: Buffer, stanzas: readonly Stanza[]): Buffer {
  const lines = stanzas.flatMap(({ type, args, body }) => [
    ['->', type, ...args].join(' '),
    ...wrapped(toBase64(body)),
  ]);
  const authenticated = Buffer.from([version, ...lines, '---'].join('\n'));
  return Buffer.concat([authenticated, Buffer.from(` ${toBase64(macOf(fileKey, authenticated))}\n`)]);
}

/** The last line of a body is always shorter than a full one, and may be empty. */
function wrapped(text: string): string[] {
  const count = Math.floor(text.length / columns) + 1;
  return Array.from({ length: count }, (_, i) => text.slice(i * columns, (i + 1) * columns));
}

/**
 * Reads the header at the beginning of a file. Throws `invalid` for one that is none.
 *
 * @param start the first bytes of the file, at least the header, or `mostHeaderBytes` of a longer one
 */
export function parseHeader(start: Buffer): Header {
  let at = 0;
  const line = (): string => {
    const end = start.indexOf(0x0a, at);
    if (end < 0) throw broken();
    const text = start.toString('latin1', at, end);
    at = end + 1;
    return text;
  };
  if (line() !== version) throw broken();
  const stanzas: Stanza[] = [];
  for (;;) {
    const begun = at;
    const first = line();
    if (first.startsWith('---')) {
      const mac = fromBase64(/^--- (\S+)$/.exec(first)?.[1] ?? '=');
      if (mac?.length !== 32 || stanzas.length === 0) throw broken();
      return { stanzas, authenticated: start.subarray(0, begun + 3), mac, length: at };
    }
    const [arrow, type = '', ...args] = first.split(' ');
    const isWord = (word: string) => /^[\x21-\x7e]+$/.test(word);
    if (arrow !== '->' || ![type, ...args].every(isWord)) throw broken();
    stanzas.push({ type, args, body: readBody(line) });
  }
}

function readBody(line: () => string): Buffer {
  let text = '';
  for (;;) {
    const part = line();
    if (part.length > columns) throw broken();
    text += part;
    if (part.length < columns) break;
  }
  const body = fromBase64(text);
  if (body === undefined) throw broken();
  return body;
}

/** Throws `untrusted` for a header that was changed. */
export function checkMac(fileKey: Buffer, { authenticated, mac }: Header): void {
  if (timingSafeEqual(macOf(fileKey, authenticated), mac)) return;
  throw new TowlineError('untrusted', 'the beginning of the file was changed: take another copy');
}

function macOf(fileKey: Buffer, authenticated: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', fileKey, Buffer.alloc(0), 'header', 32));
  return createHmac('sha256', key).update(authenticated).digest();
}

function broken(): TowlineError {
  return new TowlineError('invalid', 'the file is no backup, or its beginning is damaged: take another copy');
}
