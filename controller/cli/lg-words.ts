import { TowlineError } from '../../shared/errors.ts';
import { commandOf, parseQuery, type Query } from '../../shared/looking-glass/query.ts';
import { UsageError } from './exit-codes.ts';

/** What `towline lg` asks each node. */
export type LgQuery =
  | { readonly kind: 'bird'; readonly command: string; readonly query: Query }
  | { readonly kind: 'trace'; readonly to: string };

/** The words of a command line that is for named nodes, or for those that options choose. */
export interface LgWords {
  readonly nodes: readonly string[];
  readonly query: LgQuery;
}

const beginnings = new Set(['show', 'protocols', 'route', 'trace', 'bfd']);

/**
 * Tells nodes from query: the query begins with the first word that can begin one. Where no option chooses the nodes the
 * first word is a node, whatever its name. Throws UsageError.
 *
 * @param isChosen whether options choose the nodes
 * @param isLong whether the short forms stand for the commands that show most
 */
export function lgWords(words: readonly string[], isChosen: boolean, isLong: boolean): LgWords {
  const first = isChosen ? 0 : 1;
  const begin = words.findIndex((word, at) => at >= first && (beginnings.has(word) || word.includes(' ')));
  if (begin === -1)
    throw new UsageError("name a node, or say --all, and then what to ask: 'towline lg fra1 protocols'");
  const nodes = words.slice(0, begin);
  if (isChosen && nodes.length > 0)
    throw new UsageError(`name nodes, or choose them by --all, --site and --group: ${nodes.join(' ')}`);
  // One word may be a whole query, with spaces in it.
  const [what = '', ...rest] = words
    .slice(begin)
    .join(' ')
    .split(' ')
    .filter((word) => word !== '');
  if (what === 'trace') {
    const [to = '', ...more] = rest;
    if (to === '' || more.length > 0) throw new UsageError("trace takes one node or address: 'trace fra1'");
    return { nodes, query: { kind: 'trace', to } };
  }
  const query = parsed(birdWords(what, rest, isLong).join(' '));
  return { nodes, query: { kind: 'bird', command: commandOf(query), query } };
}

function birdWords(what: string, rest: readonly string[], isLong: boolean): string[] {
  if (what === 'bfd') return ['show', 'bfd', 'sessions', ...rest];
  if (what === 'protocols') return ['show', what, ...(isLong && rest[0] !== 'all' ? ['all'] : []), ...rest];
  // With its attributes: the AS path is what people look for.
  if (what === 'route') return ['show', what, 'for', ...rest, 'all'];
  return [what, ...rest];
}

function parsed(text: string): Query {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof TowlineError) throw new UsageError(error.message);
    throw error;
  }
}
