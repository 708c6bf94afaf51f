import { TowlineError } from '../../shared/errors.ts';
import { printable } from './found.ts';

/** One thing that is wrong with the inventory. */
export interface Problem {
  /** Path relative to the inventory's root. */
  readonly file: string;
  /** Line, from 1; absent where the whole file is meant. */
  readonly line?: number | undefined;
  /** Dotted key; absent where no key is meant. */
  readonly key?: string | undefined;
  /** What was found and what is expected. */
  readonly text: string;
}

/** `file:line: key: text`. */
export function formatProblem(problem: Problem): string {
  const file = printable(problem.file);
  const place = problem.line === undefined ? file : `${file}:${problem.line}`;
  return problem.key === undefined
    ? `${place}: ${problem.text}`
    : `${place}: ${problem.key}: ${problem.text}`;
}

/**
 * Everything that is wrong with an inventory, sorted by place. The message has one line a problem, as many as fit into
 * the status of a call.
 */
export class InventoryError extends TowlineError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(
      (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compare(a.text, b.text),
    );
    super('conflict', message(sorted.map(formatProblem)));
    this.problems = sorted;
  }
}

/** Room for a message: gRPC puts it into HTTP/2 trailers, which hold 16 kB where nobody sets more. */
const mostBytes = 12_000;

function message(lines: readonly string[]): string {
  let bytes = 0;
  // What is no ASCII travels as three characters a byte.
  const fits = lines.findIndex((line) => {
    const ascii = line.replaceAll(/[^ -~]/g, '').length;
    bytes += ascii + 3 * (Buffer.byteLength(line) - ascii) + 3;
    return bytes > mostBytes;
  });
  if (fits < 0) return lines.join('\n');
  const shown = lines.slice(0, Math.max(1, fits));
  return [...shown, `and ${lines.length - shown.length} more problems`].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
