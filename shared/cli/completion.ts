import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import type { CommandSpec } from './describe.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const writers: Readonly<Record<Shell, (program: CommandSpec) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Whether a word names a shell that can be completed in. */
export function isShell(word: string): word is Shell {
  return (shells as readonly string[]).includes(word);
}

/**
 * What a shell has to read to complete a program. Words, options and files are in it; what only the program knows, such
 * as names of nodes, it prints as `PROGRAM completion words KIND`, one word a line. Pure.
 */
export function completionScript(shell: Shell, program: CommandSpec): string {
  return writers[shell](program);
}

/** What a live list may hold: words that no shell takes for anything else. */
export function isPlainWord(word: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._/:-]*$/.test(word);
}
