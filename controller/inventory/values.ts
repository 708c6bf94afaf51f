import { TowlineError } from '../../shared/errors.ts';
import { defaults } from './defaults.ts';
import { isTable } from './merge.ts';
import { InventoryError } from './problems.ts';
import { levelFile } from './read.ts';
import type { SourceTree } from './source.ts';
import { linesOf, parseToml } from './toml.ts';

/** A value of the inventory and where it comes from: `file:line` or `default`. */
export interface ValueOrigin {
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
}

/** Files of a scope, farthest first: `''` is the network, then `<site>`, then `<site>/<node>`. */
export function scopeFiles(tree: SourceTree, scope: string): string[] {
  const [site, node, ...rest] = scope === '' ? [] : scope.split('/');
  const files = [levelFile()];
  if (site !== undefined) files.push(levelFile(site));
  if (site !== undefined && node !== undefined) files.push(levelFile(site, node));
  const known = scope === '' || [...tree.keys()].some((path) => path.startsWith(`sites/${scope}/`));
  if (!known || rest.length > 0) {
    throw new TowlineError('notFound', `there is no ${node === undefined ? 'site' : 'node'} ${scope}`);
  }
  return files;
}

/** What the file of one level says, by dotted key, sorted. */
export function ownValues(tree: SourceTree, scope: string): ValueOrigin[] {
  const file = scopeFiles(tree, scope).at(-1);
  return file === undefined ? [] : sorted(valuesOf(tree, file));
}

/** What holds for a scope after inheritance, defaults included, by dotted key, sorted. */
export function effectiveValues(tree: SourceTree, scope: string): ValueOrigin[] {
  const found = leaves(defaults).map(([key, value]) => ({ key, value, origin: 'default' }));
  return sorted(found.concat(scopeFiles(tree, scope).flatMap((file) => valuesOf(tree, file))));
}

function sorted(values: readonly ValueOrigin[]): ValueOrigin[] {
  const nearestWins = new Map(values.map((value) => [value.key, value]));
  return [...nearestWins.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function valuesOf(tree: SourceTree, file: string): { key: string; value: unknown; origin: string }[] {
  const text = tree.get(file);
  if (text === undefined) return [];
  const parsed = parseToml(file, text);
  if ('problem' in parsed) throw new InventoryError([parsed.problem]);
  const lines = linesOf(text);
  return leaves(parsed.table).map(([key, value]) => ({
    key,
    value,
    origin: `${file}:${lines.get(key) ?? 1}`,
  }));
}

function leaves(table: Readonly<Record<string, unknown>>, above = ''): [string, unknown][] {
  return Object.entries(table).flatMap(([key, value]): [string, unknown][] =>
    isTable(value) && Object.keys(value).length > 0
      ? leaves(value, `${above}${key}.`)
      : [[`${above}${key}`, value]],
  );
}
