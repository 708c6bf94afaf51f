import type { AST } from 'toml-eslint-parser';
import { formatKey } from './keys.ts';
import { parseSyntax, wordsOf } from './lines.ts';
import { writeValue } from './write-value.ts';

/** A statement of a document: a header or a key with its value, and the whole key that it stands for. */
interface Statement {
  readonly path: readonly (string | number)[];
  readonly node: AST.TOMLKeyValue | AST.TOMLTable;
  /** The header that it stands below; itself for a header, undefined above the first one. */
  readonly header: AST.TOMLTable | undefined;
}

/** Replaces the value of a key that stands somewhere, be it in an inline table; undefined if it does not. */
export function replaceValue(text: string, path: readonly string[], value: unknown): string | undefined {
  for (const { node, path: own } of statementsOf(text).statements) {
    const found = node.type === 'TOMLKeyValue' ? valueNode(node, own, path) : undefined;
    if (found === undefined) continue;
    return text.slice(0, found.range[0]) + writeValue(value) + text.slice(found.range[1]);
  }
  return undefined;
}

/** The node of a key's value in a statement whose own key is `above`. */
function valueNode(
  { value }: AST.TOMLKeyValue,
  above: readonly (string | number)[],
  path: readonly string[],
): AST.TOMLContentNode | undefined {
  if (isSame(above, path)) return value;
  if (value.type !== 'TOMLInlineTable' || above.some((word, index) => word !== path[index])) return undefined;
  for (const entry of value.body) {
    const found = valueNode(entry, [...above, ...wordsOf(entry.key)], path);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Adds a key that is not there: below its table's header, beside dotted keys of its table, or in a new table. */
export function insertValue(text: string, path: readonly string[], value: unknown): string {
  const { statements } = statementsOf(text);
  const table = path.slice(0, -1);
  const line = (from: number) => `${formatKey(path.slice(from))} = ${writeValue(value)}`;
  const header = statements.find(({ node, path: own }) => isStandard(node) && isSame(own, table))?.node;
  if (header !== undefined) {
    const last = statements.findLast((statement) => statement.header === header)?.node ?? header;
    return insertAfter(text, last, line(table.length));
  }
  if (table.length === 0) {
    const last = statements.findLast((statement) => statement.header === undefined)?.node;
    return last === undefined ? insertOnTop(text, line(0)) : insertAfter(text, last, line(0));
  }
  const dotted = statements.findLast(
    ({ node, path: own }) =>
      node.type === 'TOMLKeyValue' && own.length > table.length && startsWith(own, table),
  );
  const depth = dotted?.header?.resolvedKey.length ?? 0;
  if (dotted !== undefined && depth < table.length) return insertAfter(text, dotted.node, line(depth));
  const before = text === '' || /\n\s*$/.test(text) ? text : `${text}${eolOf(text)}`;
  const eol = eolOf(text);
  const gap = before === '' ? '' : eol;
  return `${before}${gap}[${formatKey(table)}]${eol}${line(table.length)}${eol}`;
}

/** Removes all statements of a key or table. Comments beside and within them stay, as lines of their own. */
export function removeKey(text: string, path: readonly string[]): string {
  const { statements, comments } = statementsOf(text);
  const eol = eolOf(text);
  let rest = text;
  for (const { node, path: own } of statements.toReversed()) {
    if (!startsWith(own, path)) continue;
    const [from, until] = linesAround(text, node.range[0], endOf(node));
    const kept = comments.filter(({ range }) => range[0] >= from && range[1] <= until);
    const lines = kept.map(({ range }) => text.slice(...range) + eol).join('');
    rest = rest.slice(0, from) + lines + rest.slice(until);
  }
  return rest;
}

/** All comments of a document, as they are written. */
export function commentsOf(text: string): string[] {
  return statementsOf(text).comments.map(({ range }) => text.slice(...range).trim());
}

function statementsOf(text: string): { statements: Statement[]; comments: readonly AST.Comment[] } {
  const program = parseSyntax(text);
  const statements: Statement[] = [];
  for (const node of program?.body[0].body ?? []) {
    if (node.type === 'TOMLKeyValue') {
      statements.push({ path: wordsOf(node.key), node, header: undefined });
      continue;
    }
    statements.push({ path: node.resolvedKey, node, header: node });
    for (const entry of node.body) {
      statements.push({ path: [...node.resolvedKey, ...wordsOf(entry.key)], node: entry, header: node });
    }
  }
  return { statements, comments: program?.comments ?? [] };
}

/** A header's node reaches over its entries: it ends with its own brackets here. */
function endOf(node: Statement['node']): number {
  return node.type === 'TOMLKeyValue' ? node.range[1] : node.key.range[1];
}

function insertAfter(text: string, node: Statement['node'], line: string): string {
  const eol = eolOf(text);
  const [from, until] = linesAround(text, node.range[0], endOf(node));
  const indent = node.type === 'TOMLKeyValue' ? (/^[ \t]*/.exec(text.slice(from))?.[0] ?? '') : '';
  const before = text.slice(0, until);
  return `${before}${before.endsWith('\n') ? '' : eol}${indent}${line}${eol}${text.slice(until)}`;
}

/** Above the first header and the comment that belongs to it; at the end of a text without headers. */
function insertOnTop(text: string, line: string): string {
  const eol = eolOf(text);
  const lines = text.split('\n');
  const header = lines.findIndex((candidate) => /^\s*\[/.test(candidate));
  if (header < 0) return `${text}${text === '' || text.endsWith('\n') ? '' : eol}${line}${eol}`;
  let at = header;
  while (at > 0 && /^\s*#/.test(lines[at - 1] ?? '')) at--;
  const before = lines.slice(0, at).map((own) => `${own}\n`);
  return `${before.join('')}${line}${eol}${eol}${lines.slice(at).join('\n')}`;
}

/** The whole lines from one place to another, the last line's end included. */
function linesAround(text: string, start: number, end: number): [number, number] {
  const next = text.indexOf('\n', end);
  return [text.lastIndexOf('\n', start - 1) + 1, next < 0 ? text.length : next + 1];
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function isStandard(node: Statement['node']): node is AST.TOMLTable {
  return node.type === 'TOMLTable' && node.kind === 'standard';
}

function isSame(a: readonly (string | number)[], b: readonly string[]): boolean {
  return a.length === b.length && startsWith(a, b);
}

function startsWith(path: readonly (string | number)[], start: readonly string[]): boolean {
  return start.every((word, index) => path[index] === word);
}
