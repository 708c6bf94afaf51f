import { isIP } from 'node:net';
import { TowlineError } from '../errors.ts';
import { canonicalAddress } from '../net/canonical.ts';
import { mostQueryLength, shown, type Token, tokensOf } from './tokens.ts';

/** Which networks a query for routes is about. */
interface Networks {
  /** `for`: the best match of an address or prefix; `in`: all inside a prefix; `exact`: the prefix itself. */
  readonly match: 'for' | 'in' | 'exact';
  readonly address: string;
}

const exportModes = ['export', 'preexport', 'noexport'] as const;
const flags = ['filtered', 'primary', 'all', 'count'] as const;
type Flag = (typeof flags)[number];

interface RouteQuery {
  readonly show: 'route';
  readonly networks?: Networks;
  /** Name of a table; `all` for all of them. */
  readonly table?: string;
  /** Routes that the protocol learned. */
  readonly protocol?: string;
  /** Routes that go to the protocol, that would without its filter, or that its filter keeps back. */
  readonly told?: { readonly mode: (typeof exportModes)[number]; readonly protocol: string };
  readonly flags: ReadonlySet<Flag>;
}

interface ProtocolsQuery {
  readonly show: 'protocols';
  readonly all: boolean;
  readonly name?: string;
  /** With `*` and `?`. */
  readonly pattern?: string;
}

/** What a looking glass may ask BIRD. Each of it only shows, and none of it runs code of the caller's. */
export type Query =
  | RouteQuery
  | ProtocolsQuery
  | { readonly show: 'status' | 'memory' }
  | { readonly show: 'interfaces'; readonly summary: boolean }
  | { readonly show: 'bfd sessions'; readonly name?: string };

/** What is possible, for people. */
const possibleQueries =
  "'show status', 'show protocols [all] [NAME | \"PATTERN\"]', 'show route [PREFIX | for ADDRESS | in PREFIX] [table NAME] [protocol NAME] [export NAME] [filtered] [primary] [all] [count]', 'show bfd sessions', 'show interfaces [summary]' and 'show memory'";

/**
 * Reads a query as birdc takes it, without its abbreviations: what they stand for differs from version to version.
 * Throws `invalid` for anything else than what `Query` can be. Pure.
 */
export function parseQuery(text: string): Query {
  const words = reader(tokensOf(text));
  if (words.keyword() !== 'show') throw words.refusal();
  words.next();
  const query = queryAfterShow(words);
  if (!words.isAtEnd()) throw words.refusal();
  // Printed it has quotes that it may not have had, and has to be taken again.
  if (commandOf(query).length > mostQueryLength)
    throw new TowlineError('invalid', `the query is longer than ${mostQueryLength} characters`);
  return query;
}

function queryAfterShow(words: Words): Query {
  const what = words.keyword();
  words.next();
  switch (what) {
    case 'status':
    case 'memory':
      return { show: what };
    case 'interfaces':
      return { show: what, summary: words.skip('summary') };
    case 'bfd': {
      if (!words.skip('sessions')) throw words.refusal();
      return { show: 'bfd sessions', ...(words.isAtEnd() ? {} : { name: words.name() }) };
    }
    case 'protocols': {
      const all = words.skip('all');
      if (words.isAtEnd()) return { show: what, all };
      return { show: what, all, ...words.protocols() };
    }
    case 'route':
      return routeQuery(words);
    default:
      throw words.refusal(1);
  }
}

function routeQuery(words: Words): RouteQuery {
  const query: { -readonly [Key in keyof RouteQuery]?: RouteQuery[Key] } = {};
  const set = <Key extends keyof RouteQuery>(key: Key, value: RouteQuery[Key]) => {
    if (query[key] !== undefined) throw words.refusal(1);
    query[key] = value;
  };
  const found = new Set<Flag>();
  while (!words.isAtEnd()) {
    const word = words.keyword();
    const flag = flags.find((one) => one === word);
    const mode = exportModes.find((one) => one === word);
    if (flag !== undefined) {
      words.next();
      found.add(flag);
    } else if (mode !== undefined) {
      words.next();
      set('told', { mode, protocol: words.name() });
    } else if (word === 'protocol') {
      words.next();
      set('protocol', words.name());
    } else if (word === 'table') {
      words.next();
      set('table', words.skip('all') ? 'all' : words.name());
    } else if (word === 'for') {
      words.next();
      set('networks', { match: word, address: words.address('any') });
    } else if (word === 'in') {
      words.next();
      set('networks', { match: word, address: words.address('prefix') });
    } else set('networks', { match: 'exact', address: words.address('prefix') });
  }
  return { ...query, show: 'route', flags: found };
}

/** The command for BIRD. `parseQuery` makes the same query of it. Pure. */
export function commandOf(query: Query): string {
  const words: (string | false)[] = ['show', query.show];
  switch (query.show) {
    case 'status':
    case 'memory':
      break;
    case 'interfaces':
      words.push(query.summary && 'summary');
      break;
    case 'bfd sessions':
      words.push(query.name !== undefined && quoted(query.name));
      break;
    case 'protocols':
      words.push(query.all && 'all', query.name !== undefined && quoted(query.name));
      words.push(query.pattern !== undefined && `"${query.pattern}"`);
      break;
    case 'route': {
      const { networks, table, told, protocol } = query;
      if (networks !== undefined) words.push(networks.match !== 'exact' && networks.match, networks.address);
      if (table !== undefined) words.push('table', table === 'all' ? table : quoted(table));
      if (told !== undefined) words.push(told.mode, quoted(told.protocol));
      if (protocol !== undefined) words.push('protocol', quoted(protocol));
      words.push(...flags.filter((flag) => query.flags.has(flag)));
    }
  }
  return words.filter((word) => word !== false).join(' ');
}

// Quoted, so that no name is a keyword to a BIRD that tells the two apart.
function quoted(name: string): string {
  return `'${name}'`;
}

type Words = ReturnType<typeof reader>;

/** Takes tokens one by one. */
function reader(tokens: readonly Token[]) {
  let at = 0;

  /** @param back how many tokens before the next one it is about */
  function refusal(back = 0): TowlineError {
    const token = tokens[at - back];
    const what = token === undefined ? 'the query ends too early' : `${shown(token.text)} is not taken here`;
    return new TowlineError('invalid', `${what}: a looking glass shows ${possibleQueries}`);
  }
  function name(): string {
    const token = tokens[at];
    // `all` in quotes is the keyword to BIRD 2.0, too.
    const isName =
      token?.kind === 'quoted' || (token?.kind === 'word' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(token.text));
    if (!isName || token.text === 'all') throw refusal();
    at++;
    return token.text;
  }

  return {
    refusal,
    name,
    isAtEnd: () => at === tokens.length,
    next: () => {
      at++;
    },
    /** The next token, if it can be a keyword. */
    keyword: () => (tokens[at]?.kind === 'word' ? tokens[at]?.text : undefined),
    /** Whether the next token is this keyword, which is taken then. */
    skip(word: string): boolean {
      const isIt = tokens[at]?.kind === 'word' && tokens[at]?.text === word;
      if (isIt) at++;
      return isIt;
    },
    protocols(): Pick<ProtocolsQuery, 'name' | 'pattern'> {
      const token = tokens[at];
      if (token?.kind !== 'pattern') return { name: name() };
      at++;
      return { pattern: token.text };
    },
    /** @param kind `any` also takes an address without a length */
    address(kind: 'any' | 'prefix'): string {
      const token = tokens[at];
      const address = token?.kind === 'word' ? addressOf(token.text) : undefined;
      if (address === undefined || (kind === 'prefix' && !address.includes('/'))) throw refusal();
      at++;
      return address;
    },
  };
}

/** An address or a prefix, as BIRD reads it; undefined for what is none. */
function addressOf(text: string): string | undefined {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return undefined;
  if (length === undefined) return canonicalAddress(address);
  const isLength = /^(?:0|[1-9]\d{0,2})$/.test(length) && Number(length) <= (family === 4 ? 32 : 128);
  return isLength ? `${canonicalAddress(address)}/${length}` : undefined;
}
