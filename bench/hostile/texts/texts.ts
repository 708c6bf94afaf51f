import { kinds } from './bases.ts';
import type { Lures } from './lures.ts';

/** A hostile name or value. */
export interface HostileText {
  /** Always the same one for the same text, whatever the lures. */
  readonly name: string;
  readonly text: string;
}

/** Ways to hide a hostile text in one that looks good. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'after a name': (text) => `fra1${text}`,
  'before a name': (text) => `${text}fra1`,
  'in quotes': (text) => `"${text}"`,
};

/** Longer ones are hostile by their length, in no disguise. */
const longest = 3_000;

/** Every hostile text, in an order that mixes the kinds: a sample has some of each. */
export function hostileTexts(lures: Lures): HostileText[] {
  const all: { readonly at: number; readonly made: HostileText }[] = [];
  for (const [kind, make] of Object.entries(kinds)) {
    const bases = Object.keys(make(lures, '0'));
    for (const [index, base] of bases.entries()) {
      for (const [turn, [disguise, put]] of Object.entries(disguises).entries()) {
        const id = `${kind}-${index}-${turn}`;
        const plain = make(lures, id)[base] ?? '';
        if (plain.length > longest && turn > 0) continue;
        if (plain === '' && disguise === 'before a name') continue;
        const name = `${kind}, ${base}, ${disguise}`;
        all.push({ at: turn + (index + 0.5) / bases.length, made: { name, text: put(plain) } });
      }
    }
  }
  return all.sort((a, b) => a.at - b.at).map(({ made }) => made);
}

const nowhere: Lures = { ran: '/nowhere/ran', away: '/nowhere/away', secret: '/nowhere/secret' };

/** Names of all hostile texts. */
export const textNames: readonly string[] = hostileTexts(nowhere).map(({ name }) => name);

/** The hostile text of a name. Throws RangeError. */
export function textNamed(lures: Lures, name: string): string {
  const found = hostileTexts(lures).find((text) => text.name === name);
  if (found === undefined) throw new RangeError(`there is no hostile text ${name}`);
  return found.text;
}
