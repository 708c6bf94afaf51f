import { TowlineError } from '../../shared/errors.ts';

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
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  return problem.key === undefined
    ? `${place}: ${problem.text}`
    : `${place}: ${problem.key}: ${problem.text}`;
}

/** Everything that is wrong with an inventory, sorted by place. The message has one line a problem. */
export class InventoryError extends TowlineError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(
      (a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compare(a.text, b.text),
    );
    super('conflict', sorted.map(formatProblem).join('\n'));
    this.problems = sorted;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
