import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Longest words of an agent that are kept. */
export const mostWords = 1_000;

function wordsFile(agents: string): string {
  return join(agents, 'last-words');
}

/** Keeps why an agent ends for the next start. Never throws. */
export function keepLastWords(agents: string, words: string): void {
  try {
    writeFileSync(wordsFile(agents), words, { mode: 0o600 });
  } catch {
    // The reason is shorter then.
  }
}

/** What the agent of before said when it ended, once; empty for nothing. */
export function takeLastWords(agents: string): string {
  try {
    const words = readFileSync(wordsFile(agents), 'utf8').slice(0, mostWords);
    rmSync(wordsFile(agents));
    return words;
  } catch {
    return '';
  }
}
