import { parse, TomlError } from 'smol-toml';
import { type AST, parseTOML } from 'toml-eslint-parser';
import type { Problem } from './problems.ts';

/** A TOML document as plain values. */
export type TomlTable = { readonly [key: string]: unknown };

/** Parses TOML. A syntax error becomes a problem of `file` with its line. */
export function parseToml(file: string, text: string): { table: TomlTable } | { problem: Problem } {
  try {
    return { table: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? 'unreadable';
    return { problem: { file, line: error.line, text: `no valid TOML: ${reason}` } };
  }
}

/**
 * Lines of all keys of a document: dotted key to line, from 1. Elements of arrays stand at
 * `key.<index>`. Slower than `parseToml`, so it is asked for only where a line is shown.
 */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const note = (path: readonly (string | number)[], line: number) => {
    const key = path.join('.');
    if (!lines.has(key)) lines.set(key, line);
  };
  const visitContent = (path: readonly (string | number)[], node: AST.TOMLContentNode) => {
    if (node.type === 'TOMLArray') {
      node.elements.forEach((element, index) => {
        note([...path, index], element.loc.start.line);
        visitContent([...path, index], element);
      });
    } else if (node.type === 'TOMLInlineTable') {
      for (const entry of node.body) visitEntry(path, entry);
    }
  };
  const visitEntry = (path: readonly (string | number)[], entry: AST.TOMLKeyValue) => {
    let full = path;
    for (const key of entry.key.keys) {
      full = [...full, key.type === 'TOMLBare' ? key.name : key.value];
      note(full, key.loc.start.line);
    }
    visitContent(full, entry.value);
  };
  for (const node of parseTOML(text).body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      visitEntry([], node);
    } else {
      for (const index of node.resolvedKey.keys())
        note(node.resolvedKey.slice(0, index + 1), node.loc.start.line);
      for (const entry of node.body) visitEntry(node.resolvedKey, entry);
    }
  }
  return lines;
}

/** Line of a dotted key, or of the nearest table above it that the text has. */
export function lineOf(text: string, path: readonly PropertyKey[]): number | undefined {
  const lines = linesOf(text);
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(path.slice(0, length).map(String).join('.'));
    if (line !== undefined) return line;
  }
  return undefined;
}
