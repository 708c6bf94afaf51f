import { parse, TomlError } from 'smol-toml';
import { lineIn, linesOf } from './lines.ts';
import type { Problem } from './problems.ts';
import { encodingProblem, syntaxProblem } from './syntax.ts';

/** A TOML document as plain values. */
export type TomlTable = { readonly [key: string]: unknown };

/** Nesting that no network needs; it bounds every walk through a document. */
const maxDepth = 32;

/** Parses TOML. Bytes that are no text and errors of syntax become a problem of `file` with its line. */
export function parseToml(file: string, text: string): { table: TomlTable } | { problem: Problem } {
  const problem = encodingProblem(file, text);
  if (problem !== undefined) return { problem };
  try {
    return { table: parse(text, { maxDepth, unsafeKeyBehaviour: 'throw' }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { problem: syntaxProblem(file, text, error) };
  }
}

/** Line of a key, or of the nearest table above it that the text has. For many keys of one text: `linesOf`, `lineIn`. */
export function lineOf(text: string, path: readonly PropertyKey[]): number | undefined {
  return lineIn(linesOf(text), path);
}

export { linesOf } from './lines.ts';
