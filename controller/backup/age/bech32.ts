/** Bech32 (BIP 173) as age has it for keys: a readable prefix, and bytes with a checksum; no limit of length. */

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const checksumLength = 6;

/** The text of bytes, in lower case. */
export function toBech32(prefix: string, bytes: Uint8Array): string {
  const values = regroup(bytes, 8, 5, true) ?? [];
  const checksum = polymod([...expand(prefix), ...values, ...new Array<number>(checksumLength).fill(0)]) ^ 1;
  const sum = Array.from({ length: checksumLength }, (_, i) => (checksum >>> (5 * (5 - i))) & 31);
  return `${prefix}1${[...values, ...sum].map((value) => alphabet[value]).join('')}`;
}

/** The bytes of a text with this prefix, in lower or in upper case; undefined for anything else. */
export function fromBech32(prefix: string, text: string): Buffer | undefined {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return undefined;
  if (!lower.startsWith(`${prefix}1`)) return undefined;
  const values = [...lower.slice(prefix.length + 1)].map((letter) => alphabet.indexOf(letter));
  if (values.length < checksumLength || values.includes(-1)) return undefined;
  if (polymod([...expand(prefix), ...values]) !== 1) return undefined;
  const bytes = regroup(values.slice(0, -checksumLength), 5, 8, false);
  return bytes === undefined ? undefined : Buffer.from(bytes);
}

function polymod(values: readonly number[]): number {
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    for (const [i, generator] of generators.entries()) if ((top >>> i) & 1) checksum ^= generator;
  }
  return checksum;
}

function expand(prefix: string): number[] {
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
}

/** Bits in groups of another size; undefined where what is left over is no padding. */
function regroup(
  values: Iterable<number>,
  from: number,
  to: number,
  isPadded: boolean,
): number[] | undefined {
  const groups: number[] = [];
  let [rest, bits] = [0, 0];
  for (const value of values) {
    rest = ((rest << from) | value) & 0xfff;
    bits += from;
    for (; bits >= to; bits -= to) groups.push((rest >>> (bits - to)) & ((1 << to) - 1));
  }
  const left = (rest << (to - bits)) & ((1 << to) - 1);
  if (isPadded) return bits === 0 ? groups : [...groups, left];
  return bits >= from || left !== 0 ? undefined : groups;
}
