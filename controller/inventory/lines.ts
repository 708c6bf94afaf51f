import { type AST, parseTOML } from 'toml-eslint-parser';
import { formatKey } from './keys.ts';

/** The syntax of a TOML text with positions; undefined if it is no TOML. Slow beside `parseToml`. */
export function parseSyntax(text: string): AST.TOMLProgram | undefined {
  try {
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (error) {
    // Its own error class is a SyntaxError; anything deeper, such as a stack that is used up, tells no line either.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Lines of all keys of a document: key as `formatKey` writes it to line, from 1. Elements of arrays stand at
 * `key.<index>`. Empty for a text that is no TOML. Asked for only where a line is shown.
 */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const note = (path: readonly (string | number)[], line: number) => {
    const key = formatKey(path);
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
    for (const word of wordsOf(entry.key)) {
      full = [...full, word];
      note(full, entry.key.loc.start.line);
    }
    visitContent(full, entry.value);
  };
  for (const node of parseSyntax(text)?.body[0].body ?? []) {
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

/** The words of a key. */
export function wordsOf(key: AST.TOMLKey): string[] {
  return key.keys.map((word) => (word.type === 'TOMLBare' ? word.name : word.value));
}

/** Line of a key, or of the nearest table above it that the text has. */
export function lineIn(lines: ReadonlyMap<string, number>, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(formatKey(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return undefined;
}
