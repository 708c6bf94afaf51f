import type { Random } from './random.ts';

/** A malformed connection: what is written, before TLS or through it, and how long the attacker stays. */
export interface Shape {
  readonly name: string;
  readonly isTls: boolean;
  /** Pieces to write, a tick apart. */
  readonly write: (random: Random, hello: Buffer) => readonly Buffer[];
  /** How it goes: in good order, with a reset, or not at all until it was closed (5 s at most). */
  readonly leave: 'end' | 'reset' | 'stay';
}

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** A frame of HTTP/2 (RFC 9113 section 4.1). */
function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer,
  length = payload.length,
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const settings = frame(4, 0, 0, Buffer.alloc(0));
/** HPACK (RFC 7541): `:method POST`, `:scheme https`, `:path /`; no authority. */
const headers = Buffer.from([0x83, 0x87, 0x84]);
const many = (count: number, make: (index: number) => Buffer) =>
  Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));

/** Every shape of a connection that is no enrollment. */
export const shapes: readonly Shape[] = [
  { name: 'nothing', isTls: false, write: () => [], leave: 'end' },
  { name: 'nothing, reset', isTls: false, write: () => [], leave: 'reset' },
  { name: 'silence', isTls: false, write: () => [], leave: 'stay' },
  {
    name: 'random bytes',
    isTls: false,
    write: (random) => [random.bytes(1 + random.below(2000))],
    leave: 'end',
  },
  {
    name: 'HTTP/1.1 in the clear',
    isTls: false,
    write: () => [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    leave: 'stay',
  },
  { name: 'HTTP/2 in the clear', isTls: false, write: () => [preface, settings], leave: 'end' },
  {
    name: 'a ClientHello that stops',
    isTls: false,
    write: (random, hello) => [hello.subarray(0, 1 + random.below(hello.length - 1))],
    leave: 'stay',
  },
  {
    name: 'a ClientHello that stops, and the end',
    isTls: false,
    write: (random, hello) => [hello.subarray(0, 1 + random.below(hello.length - 1))],
    leave: 'end',
  },
  {
    name: 'a ClientHello with a wrong byte',
    isTls: false,
    write: (random, hello) => {
      const wrong = Buffer.from(hello);
      const at = random.below(wrong.length);
      wrong.writeUInt8(wrong.readUInt8(at) ^ (1 + random.below(255)), at);
      return [wrong];
    },
    leave: 'end',
  },
  {
    name: 'TLS records of random length',
    isTls: false,
    write: (random) => [
      Buffer.concat([Buffer.from([22, 3, 1]), random.bytes(2), random.bytes(random.below(500))]),
    ],
    leave: 'reset',
  },
  { name: 'TLS, then nothing', isTls: true, write: () => [], leave: 'end' },
  {
    name: 'TLS, then random bytes',
    isTls: true,
    write: (random) => [random.bytes(1 + random.below(3000))],
    leave: 'end',
  },
  { name: 'TLS, then half a preface', isTls: true, write: () => [preface.subarray(0, 12)], leave: 'stay' },
  {
    name: 'frames of random bytes',
    isTls: true,
    write: (random) => [
      preface,
      settings,
      many(20, () =>
        frame(random.below(14), random.below(256), random.below(50), random.bytes(random.below(200))),
      ),
    ],
    leave: 'end',
  },
  {
    name: 'a frame longer than may be',
    isTls: true,
    write: () => [preface, settings, frame(0, 0, 1, Buffer.alloc(100), 0xffffff)],
    leave: 'stay',
  },
  {
    name: 'a thousand PINGs',
    isTls: true,
    write: (random) => [preface, settings, many(1000, () => frame(6, 0, 0, random.bytes(8)))],
    leave: 'end',
  },
  {
    name: 'a thousand SETTINGS',
    isTls: true,
    write: () => [preface, many(1000, () => settings)],
    leave: 'end',
  },
  {
    name: 'streams that are reset at once',
    isTls: true,
    write: () => [
      preface,
      settings,
      many(200, (index) =>
        Buffer.concat([
          frame(1, 4, 2 * index + 1, headers),
          frame(3, 0, 2 * index + 1, Buffer.from([0, 0, 0, 8])),
        ]),
      ),
    ],
    leave: 'reset',
  },
  {
    name: 'headers that never end',
    isTls: true,
    write: (random) => [
      preface,
      settings,
      frame(1, 0, 1, headers),
      many(100, () => frame(9, 0, 1, random.bytes(200))),
    ],
    leave: 'end',
  },
  {
    name: 'a header table out of bounds',
    isTls: true,
    write: () => [preface, settings, frame(1, 5, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]))],
    leave: 'end',
  },
  {
    name: 'a window that overflows',
    isTls: true,
    write: () => [preface, settings, frame(8, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff]))],
    leave: 'end',
  },
];
