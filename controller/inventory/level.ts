import { problemsOf } from './issues.ts';
import { formatKey } from './keys.ts';
import type { Problem } from './problems.ts';
import {
  knownKeys,
  type Level,
  levelSchemas,
  type NetworkFile,
  type NodeFile,
  type SiteFile,
} from './schema.ts';
import { didYouMean } from './suggest.ts';
import { parseToml } from './toml.ts';

/** What one file says, or what is wrong with it. */
export type Checked<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** The type of the file of a level. */
export interface LevelFiles {
  readonly network: NetworkFile;
  readonly site: SiteFile;
  readonly node: NodeFile;
}

/** Parses and checks the text of network.toml, a site.toml or a node.toml by itself. */
export function checkLevel<L extends Level>(level: L, file: string, text: string): Checked<LevelFiles[L]> {
  const parsed = parseToml(file, text);
  if ('problem' in parsed) return { problems: [parsed.problem] };
  const result = levelSchemas[level].safeParse(parsed.table);
  if (result.success) return { value: result.data as LevelFiles[L] };
  return {
    problems: problemsOf(file, text, result.error.issues, (path, key) => unknownKey(level, path, key)),
  };
}

function unknownKey(level: Level, path: readonly PropertyKey[], key: string): string {
  const elsewhere = (['network', 'site', 'node'] as const).find((other) =>
    knownKeys(other, path).includes(key),
  );
  if (elsewhere !== undefined) return `this key belongs into ${elsewhere}.toml`;
  const known = knownKeys(level, path);
  const meant = didYouMean(key, known) || (path.length === 0 ? inTable(level, key) : '');
  if (meant !== '') return `unknown key${meant}`;
  return path.length === 0
    ? 'unknown key; keys of your own go under vars'
    : `unknown key, [${formatKey(path)}] has ${known.join(', ')}`;
}

/** A key at the top that is one of a table, such as `mtu`. */
function inTable(level: Level, key: string): string {
  const table = knownKeys(level, []).find((candidate) => knownKeys(level, [candidate]).includes(key));
  return table === undefined ? '' : `, did you mean "${table}.${key}"?`;
}
