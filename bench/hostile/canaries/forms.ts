/** A secret, and every way of writing it in which it would be found. */
export interface Needle {
  readonly name: string;
  readonly forms: readonly Buffer[];
}

/** Bytes as they are, in hexadecimal, and in base64 wherever in a longer text they begin. Pure. */
export function needleOf(name: string, secret: Buffer): Needle {
  const hex = secret.toString('hex');
  const base64 = [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret])
      .toString('base64')
      .replace(/=+$/, '');
    // What depends on the bytes around it is left out.
    const rest = (before + secret.length) % 3;
    const own = text.slice(Math.ceil((before * 4) / 3), rest === 0 ? undefined : -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const texts = [...new Set([hex, hex.toUpperCase(), ...base64])];
  return { name, forms: [secret, ...texts.map((text) => Buffer.from(text, 'latin1'))] };
}

/** A secret that is a text: as it is, and its bytes in every other form. Pure. */
export function textNeedle(name: string, text: string): Needle {
  const { forms } = needleOf(name, Buffer.from(text));
  return { name, forms: [...forms, Buffer.from(text.toLowerCase())] };
}

/** Looks for many needles in one go over the bytes. */
export class Finder {
  readonly #byStart = new Map<number, { readonly name: string; readonly form: Buffer }[]>();
  readonly #starts = new Uint8Array(65_536);
  /** Of the longest form, in bytes: so much of one part has to be looked at with the next. */
  readonly longest: number;

  constructor(needles: readonly Needle[]) {
    const forms = needles.flatMap(({ name, forms }) => forms.map((form) => ({ name, form })));
    for (const one of forms) {
      const start = one.form.readUInt16LE(0);
      this.#starts[start] = 1;
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), one]);
    }
    this.longest = Math.max(...forms.map(({ form }) => form.length));
  }

  /** Names of the needles that are in it. */
  find(bytes: Buffer): Set<string> {
    const found = new Set<string>();
    let start = bytes[0] ?? 0;
    for (let at = 1; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      start = (start & 0xff) | (byte << 8);
      if (this.#starts[start] === 1) {
        for (const { name, form } of this.#byStart.get(start) ?? [])
          if (isAt(bytes, at - 1, form)) found.add(name);
      }
      start = byte;
    }
    return found;
  }
}

function isAt(bytes: Buffer, at: number, form: Buffer): boolean {
  return at + form.length <= bytes.length && form.compare(bytes, at, at + form.length) === 0;
}
