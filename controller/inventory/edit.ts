import { parse as parseToPatch, patch } from '@decimalturn/toml-patch';
import { TowlineError } from '../../shared/errors.ts';
import { formatKey, parseKey } from './keys.ts';
import { isTable } from './merge.ts';
import { commentsOf, insertValue, removeKey, replaceValue } from './splice.ts';
import { parseToml, type TomlTable } from './toml.ts';
import { writeValue } from './write-value.ts';

/**
 * Sets a key in a TOML text and keeps everything else, comments and order included: a comment beside a removed value
 * stays as a line of its own. `undefined` removes the key. Throws `invalid` if the text is no TOML, the key is none
 * or leads through something that is no table, or TOML cannot say the value.
 */
export function setValue(text: string, key: string, value: unknown): string {
  const path = parseKey(key);
  if (path === undefined || path.some((word) => word === '__proto__' || word === 'constructor'))
    throw new TowlineError(
      'invalid',
      `${JSON.stringify(key)} is no key, expected words joined by dots such as bfd.profile`,
    );
  const table = read(text);
  const before = valueAt(table, path);
  if (value === undefined ? before === undefined : sameText(before) === sameText(value)) return text;
  if (value !== undefined) writeValue(value);

  const expected = sameText(withValue(table, path, value));
  const comments = commentsOf(text);
  for (const edit of value === undefined ? removals : before === undefined ? insertions : replacements) {
    const edited = attempt(() => edit(text, path, value));
    if (edited !== undefined && isFaithful(edited, path, expected, comments)) return edited;
  }
  throw new TowlineError(
    'conflict',
    `${formatKey(path)} cannot be set here without changing more of the file: edit the file itself`,
  );
}

type Edit = (text: string, path: readonly string[], value: unknown) => string | undefined;

// The patch library writes inside inline tables and arrays of tables, and keeps comments between the elements of an
// array; it drops those beside what it removes.
const insertions: readonly Edit[] = [insertValue, patched, rewritten];
const removals: readonly Edit[] = [removeKey, patched, rewritten];
const replacements: readonly Edit[] = [
  replaceValue,
  patched,
  rewritten,
  (text, path, value) => insertValue(removeKey(text, path), path, value),
];

function patched(text: string, path: readonly string[], value: unknown): string {
  return patch(text, withValue(parseToPatch(text) as TomlTable, path, value));
}

/** Writes the inline table around a key anew. */
function rewritten(text: string, path: readonly string[], value: unknown): string | undefined {
  const table = withValue(read(text), path, value);
  for (let length = path.length - 1; length > 0; length--) {
    const above = path.slice(0, length);
    const edited = replaceValue(text, above, valueAt(table, above) ?? {});
    if (edited !== undefined) return edited;
  }
  return undefined;
}

/** Undefined where an edit made something that is no TOML on its way. */
function attempt(edit: () => string | undefined): string | undefined {
  try {
    return edit();
  } catch {
    return undefined;
  }
}

/** Whether a text says what it should, and has all comments, in whatever place. */
function isFaithful(
  text: string,
  path: readonly string[],
  expected: string,
  comments: readonly string[],
): boolean {
  const parsed = parseToml('', text);
  if ('problem' in parsed) return false;
  const left = commentsOf(text);
  for (const comment of comments) {
    const index = left.indexOf(comment);
    if (index < 0) return false;
    left.splice(index, 1);
  }
  return sameText(withValue(parsed.table, path, valueAt(parsed.table, path))) === expected;
}

function read(text: string): TomlTable {
  const parsed = parseToml('this file', text);
  if ('problem' in parsed) throw new TowlineError('invalid', parsed.problem.text);
  return parsed.table;
}

function valueAt(table: TomlTable, path: readonly string[]): unknown {
  let here: unknown = table;
  for (const [index, word] of path.entries()) {
    if (!isTable(here)) throw new TowlineError('invalid', `${formatKey(path.slice(0, index))} is no table`);
    if (!Object.hasOwn(here, word)) return undefined;
    here = here[word];
  }
  return here;
}

/** A copy with one key set or removed; tables on the way that would be empty are left out. */
function withValue(table: TomlTable, path: readonly string[], value: unknown): TomlTable {
  const [word = '', ...rest] = path;
  const { [word]: inner, ...others } = table;
  const next = rest.length === 0 ? value : withValue(isTable(inner) ? inner : {}, rest, value);
  const isGone = next === undefined || (rest.length > 0 && Object.keys(next as object).length === 0);
  if (isGone) return others;
  return Object.hasOwn(table, word) ? { ...table, [word]: next } : { ...others, [word]: next };
}

/** The same text for the same values, in whatever order their keys are. */
function sameText(value: unknown): string {
  if (value instanceof Date) return `date ${value.toISOString()}`;
  if (Array.isArray(value)) return `[${value.map(sameText).join()}]`;
  if (!isTable(value)) return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? '');
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sameText(value[key])}`).join()}}`;
}
