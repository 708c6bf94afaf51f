// RFC 7693. Node's crypto has BLAKE2s, but neither with a key nor with another length than 32 bytes.

const iv = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;
const sigma = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const columns = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** BLAKE2s with a key of at most 32 bytes. */
export function blake2s(key: Uint8Array, message: Uint8Array, length: number): Buffer {
  const state = Uint32Array.from(iv);
  at(state, 0, at(state, 0) ^ 0x01010000 ^ (key.length << 8) ^ length);
  const block = Buffer.alloc(64);
  block.set(key);
  const input = key.length === 0 ? Buffer.from(message) : Buffer.concat([block, message]);
  const blocks = Math.max(1, Math.ceil(input.length / 64));
  for (let index = 0; index < blocks; index++) {
    const part = Buffer.alloc(64);
    input.copy(part, 0, index * 64);
    compress(state, part, Math.min(input.length, (index + 1) * 64), index === blocks - 1);
  }
  return Buffer.from(state.buffer).subarray(0, length);
}

function compress(state: Uint32Array, block: Buffer, count: number, isLast: boolean): void {
  const v = Uint32Array.from([...state, ...iv]);
  at(v, 12, at(v, 12) ^ count);
  if (isLast) at(v, 14, ~at(v, 14));
  for (const order of sigma) {
    columns.forEach((column, index) => {
      const word = (which: number) => block.readUInt32LE((order[which] ?? 0) * 4);
      mix(v, column, word(2 * index), word(2 * index + 1));
    });
  }
  for (let index = 0; index < 8; index++)
    at(state, index, at(state, index) ^ at(v, index) ^ at(v, index + 8));
}

function mix(
  v: Uint32Array,
  [a, b, c, d]: readonly [number, number, number, number],
  x: number,
  y: number,
): void {
  at(v, a, at(v, a) + at(v, b) + x);
  at(v, d, turned(at(v, d) ^ at(v, a), 16));
  at(v, c, at(v, c) + at(v, d));
  at(v, b, turned(at(v, b) ^ at(v, c), 12));
  at(v, a, at(v, a) + at(v, b) + y);
  at(v, d, turned(at(v, d) ^ at(v, a), 8));
  at(v, c, at(v, c) + at(v, d));
  at(v, b, turned(at(v, b) ^ at(v, c), 7));
}

/** A word of an array; sets it first where a value is given. */
function at(words: Uint32Array, index: number, value?: number): number {
  if (value !== undefined) words[index] = value;
  return words[index] ?? 0;
}

function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
