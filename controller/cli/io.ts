import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { plain, plainJson } from '../../shared/plain.ts';

export { plain, plainJson };

/** What the command line has of the world. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether output may have colours. */
  readonly colour: boolean;
  /** Whether standard output is a terminal. */
  readonly outIsTerminal?: boolean;
  /** Whether standard error is a terminal, on which a line may be written again. */
  readonly errIsTerminal?: boolean;
  /** Asks on the terminal and resolves to the answer, '' at its end; absent if standard input is no terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** The same, and nothing of the answer is shown. */
  readonly askSecret?: (question: string) => Promise<string>;
  /** Standard input, for what is read from it as a whole. */
  readonly input?: Readable;
  /** Standard output for bytes; absent where it is a terminal. */
  readonly output?: Writable;
  /** Runs a program on the streams of this one; resolves to its exit code. Rejects if it cannot be started. */
  readonly runThrough?: RunThrough;
}

export type RunThrough = (
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
) => Promise<number>;

type Format = Parameters<typeof styleText>[0];

/** Text in a colour, where the output may have any. */
export function paint(io: Io, format: Format, text: string): string {
  return io.colour ? styleText(format, text, { validateStream: false }) : text;
}

/** Whether to use colours: NO_COLOR (no-color.org) and FORCE_COLOR say it, else whether it is a terminal. */
export function mayColour(env: Io['env'], isTerminal: boolean): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}

// What `paint` writes itself (ECMA-48, SGR).
const colours = new RegExp(`(${String.fromCharCode(27)}\\[(?:1|22|3[1-7]|39|90)m)`);
/** Before a status that is watched. */
export const clearScreen = '\x1b[2J\x1b[H';
/** Before a line that is written again. */
export const clearLine = '\r\x1b[K';

/** The same streams, which pass on nothing of others that would steer a terminal, whoever forgot to make it plain. */
export function guarded(io: Io, isJson: boolean): Io {
  const shown = isJson ? plainJson : plain;
  const painted = (text: string) =>
    text
      .split(colours)
      .map((part, index) => (index % 2 === 1 ? part : shown(part)))
      .join('');
  const pass = io.colour ? painted : shown;
  return {
    ...io,
    out: (text) => io.out(text === clearScreen ? text : pass(text)),
    err: (text) =>
      io.err(text.startsWith(clearLine) ? `${clearLine}${pass(text.slice(clearLine.length))}` : pass(text)),
  };
}
