/** One statement of BIRD's configuration language: `hold time 30;` or `ipv4 { … }`. */
export interface Statement {
  /** The tokens in front of the block, or all of them. */
  readonly words: readonly string[];
  /** The tokens inside the outermost braces. */
  readonly body?: readonly string[];
}

// Strings end with their line; a name in single quotes is one token (BIRD's user guide, chapter 3).
const token = /\s+|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|("[^"\n]*"?|'[^'\n]*'?|[\w.:/]+|[^\s\w])/g;

/** Splits a configuration into tokens; comments and white space are left out. Never throws. */
export function birdTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const match of text.matchAll(token)) if (match[1] !== undefined) tokens.push(match[1]);
  return tokens;
}

const openers = new Set(['{', '[', '(']);
const closers = new Set(['}', ']', ')']);
// BIRD 2 declares local variables, with semicolons, between a function's head and its body.
const withBody = new Set(['function', 'filter']);

/** Takes tokens apart into statements: each ends with a semicolon, or with the brace that closes its block. */
export function birdStatements(tokens: readonly string[]): Statement[] {
  const statements: Statement[] = [];
  let words: string[] = [];
  let body: string[] | undefined;
  let depth = 0;
  const end = () => {
    if (words.length > 0 || body !== undefined)
      statements.push({ words, ...(body === undefined ? {} : { body }) });
    words = [];
    body = undefined;
    depth = 0;
  };
  for (const part of tokens) {
    if (depth === 0 && part === ';' && !withBody.has(words[0] ?? '')) {
      end();
    } else if (depth === 0 && part === '{') {
      body = [];
      depth = 1;
    } else if (depth === 1 && part === '}' && body !== undefined) {
      end();
    } else {
      if (openers.has(part)) depth++;
      else if (closers.has(part)) depth = Math.max(body === undefined ? 0 : 1, depth - 1);
      (body ?? words).push(part);
    }
  }
  end();
  return statements;
}
