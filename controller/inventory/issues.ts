import type { z } from 'zod';
import { formatKey } from './keys.ts';
import { lineIn, linesOf } from './lines.ts';
import type { Problem } from './problems.ts';

/** The words for a key that a schema does not know; `path` leads to its table. */
export type UnknownKeyText = (path: readonly PropertyKey[], key: string) => string;

/** What a schema said about a file, as problems with lines. */
export function problemsOf(
  file: string,
  text: string,
  issues: readonly z.core.$ZodIssue[],
  unknownKeyText: UnknownKeyText,
): Problem[] {
  const lines = linesOf(text);
  const problems = new Map<string, Problem>();
  const add = (path: readonly PropertyKey[], words: string) => {
    const key = path.length === 0 ? undefined : formatKey(path);
    // A number that is neither whole nor within bounds is reported twice, in the same words.
    problems.set(`${key} ${words}`, { file, line: lineIn(lines, path), key, text: words });
  };
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) add([...issue.path, key], unknownKeyText(issue.path, key));
    } else if (issue.code === 'invalid_key') {
      for (const inner of issue.issues) add(issue.path, inner.message);
    } else {
      add(issue.path, issue.message);
    }
  }
  return [...problems.values()];
}
