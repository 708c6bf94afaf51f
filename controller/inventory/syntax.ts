import type { TomlError } from 'smol-toml';
import { show } from './found.ts';
import { formatKey, parseKey } from './keys.ts';
import { linesOf } from './lines.ts';
import type { Problem } from './problems.ts';

/** What no file of the inventory may hold, TOML or not: bytes that are no text. Undefined if there are none. */
export function encodingProblem(file: string, text: string): Problem | undefined {
  // Node's decoder puts U+FFFD where bytes are no UTF-8.
  const strange = text.indexOf('\ufffd');
  if (strange >= 0) return { file, line: lineAt(text, strange), text: 'is no UTF-8 text: save it as UTF-8' };
  const nul = text.indexOf('\0');
  return nul < 0 ? undefined : { file, line: lineAt(text, nul), text: 'holds a NUL byte, which no text has' };
}

/** A syntax error in the words of this project, with the statement that it is in. */
export function syntaxProblem(file: string, text: string, error: TomlError): Problem {
  const statement = text.split('\n')[error.line - 1]?.trim() ?? '';
  const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
  if (reason.startsWith('trying to redefine')) return duplicate(file, text, error.line, statement);
  const place = { file, line: error.line };
  if (/^(?:<{7}|={7}|>{7})/.test(statement))
    return {
      ...place,
      text: `no valid TOML: holds the marks of a merge that nobody finished, found: ${shown(statement)}`,
    };
  if (reason.startsWith('integer value')) {
    const number = /-?[\d_]{16,}/.exec(statement)?.[0] ?? statement;
    return { ...place, text: `no valid TOML: ${show(number)} is too large for a whole number` };
  }
  const found = statement === '' ? 'nothing' : shown(statement);
  return { ...place, text: `no valid TOML: ${texts[reason] ?? reason}, found: ${found}` };
}

const texts: Readonly<Record<string, string>> = {
  'invalid value': 'expected a value',
  'control characters are not allowed in strings':
    'a text has no closing quote, or holds a control character',
  'expected comma or end of structure': 'expected a comma, or the end of the list or table',
  'document contains an unsafe property': '"__proto__" and "constructor" are no keys',
  'unfinished string': 'a text has no closing quote',
  'unfinished array': 'a list has no closing "]"',
  'unfinished table': 'a table has no closing "}"',
  'incomplete key-value: cannot find end of key': 'expected key = value',
  'document contains excessively nested structures. aborting.': 'nested too deeply',
};

/** A line of a file as it is, cut where it is long, control characters escaped. */
function shown(statement: string): string {
  return show(statement).slice(1, -1).replaceAll('\\"', '"');
}

/** A key or table that stands twice: says where it stood before, as far as the text before it is in order. */
function duplicate(file: string, text: string, line: number, statement: string): Problem {
  const before = text.split('\n').slice(0, line - 1);
  const lines = linesOf(before.join('\n'));
  const header = /^\[\[?(.*?)\]/.exec(statement)?.[1];
  const table = before.findLast((candidate) => /^\s*\[/.test(candidate)) ?? '';
  const above = parseKey(/^\s*\[\[?(.*?)\]/.exec(table)?.[1] ?? '') ?? [];
  const own = parseKey(header ?? statement.slice(0, Math.max(0, statement.indexOf('=')))) ?? [];
  const path = header === undefined ? [...above, ...own] : own;
  const first = lines.get(formatKey(path)) ?? lines.get(formatKey(path.slice(0, -1)));
  const key = path.length === 0 ? undefined : formatKey(path);
  const there = first === undefined ? '' : `, first in line ${first}`;
  return { file, line, key, text: `stands twice in this file${there}` };
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
