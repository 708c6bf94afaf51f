import { TowlineError } from '../errors.ts';

/** A piece of a query. `quoted`: what stood between single quotes; `pattern`: between double ones. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'pattern';
  readonly text: string;
}

/** The longest query, in characters: two IPv6 prefixes and every word of the grammar take less. */
export const mostQueryLength = 256;

const name = '[A-Za-z0-9_.:-]';
// A word is also an address or a prefix. Nothing of BIRD's own code is a token: no bracket, operator, comma, semicolon.
const token = new RegExp(
  `(?<word>[A-Za-z0-9_.:/-]+)|'(?<quoted>${name}+)'|"(?<pattern>[A-Za-z0-9_.:*?-]+)"`,
  'y',
);

/** Takes a query apart. Throws `invalid` for anything that no query has. Pure. */
export function tokensOf(query: string): Token[] {
  if (query.length > mostQueryLength)
    throw new TowlineError('invalid', `the query is longer than ${mostQueryLength} characters`);
  const strange = /[^\x20-\x7e]/u.exec(query)?.[0];
  if (strange !== undefined)
    throw new TowlineError('invalid', `the query has the character ${shown(strange)}, which no query needs`);
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (query[at] === ' ') at++;
    if (at === query.length) return tokens;
    token.lastIndex = at;
    const { word, quoted, pattern } = token.exec(query)?.groups ?? {};
    const end = token.lastIndex;
    // What stands beside each other without a space is one thing that we do not know.
    if (end === 0 || (end < query.length && query[end] !== ' '))
      throw new TowlineError(
        'invalid',
        `the query cannot be read from ${shown(query.slice(at, at + 20))} on`,
      );
    if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted });
    else tokens.push({ kind: 'pattern', text: pattern ?? '' });
    at = end;
  }
}

/** Part of a query as errors quote it. */
export function shown(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return JSON.stringify(short).replace(
    /[^\x20-\x7e\u2026]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}
