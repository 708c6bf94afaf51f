import { TowlineError } from '../../shared/errors.ts';
import { bfdProfiles, defaults } from './defaults.ts';
import { networkAllocationFile } from './generated.ts';
import { formatKey, parseKey } from './keys.ts';
import { lineIn, linesOf } from './lines.ts';
import { isTable } from './merge.ts';
import { levelFile } from './places.ts';
import { parsePrefix } from './prefix.ts';
import { InventoryError } from './problems.ts';
import type { SourceTree } from './source.ts';
import { parseToml, type TomlTable } from './toml.ts';

/** A value of the inventory and where it comes from: `file:line` or `default`. */
export interface ValueOrigin {
  /** As TOML writes it: words joined by dots, quoted where they have to be. */
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
}

/** A key that has a value of its own, or a table of such keys. */
type Leaf = { readonly value: unknown; readonly origin: string };
type Branch = Map<string, Leaf | Branch>;

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

/** What the file of one level says, by key, sorted. */
export function ownValues(tree: SourceTree, scope: string): ValueOrigin[] {
  const values: Branch = new Map();
  const file = scopeFiles(tree, scope).at(-1);
  if (file !== undefined) mergeFile(values, tree, file);
  return leavesOf(values);
}

/**
 * What holds for a scope after inheritance, by key, sorted: the files of its levels, and beneath them the defaults
 * and what the controller has given away. Throws `notFound`, InventoryError.
 */
export function effectiveValues(tree: SourceTree, scope: string): ValueOrigin[] {
  const values: Branch = new Map();
  mergeInto(values, defaults, [], () => 'default');
  mergeAllocated(values, tree, scope.split('/')[0] ?? '');
  for (const file of scopeFiles(tree, scope)) mergeFile(values, tree, file);
  const leaves = leavesOf(values);
  const profile = leaves.find(({ key }) => key === 'bfd.profile')?.value;
  const timers = profile === 'fast' ? bfdProfiles.fast : bfdProfiles.default;
  const beneath: Branch = new Map();
  mergeInto(
    beneath,
    { bfd: { interval_ms: timers.intervalMs, multiplier: timers.multiplier } },
    [],
    () => 'default',
  );
  for (const { key, value, origin } of leavesOf(beneath)) {
    if (!leaves.some((leaf) => leaf.key === key)) leaves.push({ key, value, origin });
  }
  return leaves.sort(byKey);
}

/** Of some values those of a key or a table; all for an empty key. Throws `invalid` for what is no key. */
export function valuesAt(values: readonly ValueOrigin[], key: string): ValueOrigin[] {
  if (key === '') return [...values];
  const path = parseKey(key);
  if (path === undefined)
    throw new TowlineError('invalid', `${JSON.stringify(key)} is no key, expected words joined by dots`);
  const wanted = formatKey(path);
  return values.filter((value) => value.key === wanted || value.key.startsWith(`${wanted}.`));
}

function mergeFile(values: Branch, tree: SourceTree, file: string): void {
  const text = tree.get(file);
  if (text === undefined) return;
  const parsed = parseToml(file, text);
  if ('problem' in parsed) throw new InventoryError([parsed.problem]);
  const lines = linesOf(text);
  mergeInto(values, parsed.table, [], (path) => `${file}:${lineIn(lines, path) ?? 1}`);
}

/** The AS number of a site, and the pool that is the network's own. */
function mergeAllocated(values: Branch, tree: SourceTree, site: string): void {
  const text = tree.get(networkAllocationFile) ?? '';
  const parsed = parseToml(networkAllocationFile, text);
  if ('problem' in parsed) return;
  const { ula, asn } = parsed.table;
  if (typeof ula === 'string')
    mergeInto(values, { loopback_pool_v6: parsePrefix(`${ula}:1::/64`)?.text }, [], () => 'default');
  const given = isTable(asn) && Object.hasOwn(asn, site) ? asn[site] : undefined;
  const line = lineIn(linesOf(text), ['asn', site]) ?? 1;
  if (given !== undefined) mergeInto(values, { asn: given }, [], () => `${networkAllocationFile}:${line}`);
}

/** Tables merge key by key, anything else replaces: as `merge` does with the values themselves. */
function mergeInto(
  values: Branch,
  table: TomlTable,
  above: readonly string[],
  originOf: (path: readonly string[]) => string,
): void {
  for (const [key, value] of Object.entries(table)) {
    const path = [...above, key];
    if (!isTable(value)) {
      values.set(key, { value, origin: originOf(path) });
      continue;
    }
    const before = values.get(key);
    const isEmpty = Object.keys(value).length === 0;
    if (isEmpty && !(before instanceof Map)) values.set(key, { value, origin: originOf(path) });
    if (isEmpty) continue;
    const branch: Branch = before instanceof Map ? before : new Map();
    values.set(key, branch);
    mergeInto(branch, value, path, originOf);
  }
}

function leavesOf(values: Branch): ValueOrigin[] {
  const leaves = (branch: Branch, above: readonly string[]): ValueOrigin[] =>
    [...branch].flatMap(([key, inner]) => {
      const path = [...above, key];
      return inner instanceof Map ? leaves(inner, path) : [{ key: formatKey(path), ...inner }];
    });
  return leaves(values, []).sort(byKey);
}

function byKey(a: ValueOrigin, b: ValueOrigin): number {
  return a.key < b.key ? -1 : 1;
}
