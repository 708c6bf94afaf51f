/** Crockford's base 32: no I, L, O, U, so that it can be read out and typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes, a multiple of five of them, as text: eight characters for five bytes. */
export function toBase32(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let i = 0; i < (bytes.length * 8) / 5; i++) {
    text = `${alphabet[Number(bits & 31n)]}${text}`;
    bits >>= 5n;
  }
  return text;
}

/** Reads what `toBase32` made of so many bytes, however it was typed; undefined for anything else. */
export function fromBase32(text: string, length: number): Buffer | undefined {
  const plain = text.toUpperCase().replaceAll('-', '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (plain.length !== (length * 8) / 5) return undefined;
  let bits = 0n;
  for (const character of plain) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  return Buffer.from(bits.toString(16).padStart(length * 2, '0'), 'hex');
}
