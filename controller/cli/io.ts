import { styleText } from 'node:util';

/** What the command line has of the world. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether output may have colours. */
  readonly colour: boolean;
  /** Whether standard error is a terminal, on which a line may be written again. */
  readonly errIsTerminal?: boolean;
  /** Asks on the terminal and resolves to the answer, '' at its end; absent if standard input is no terminal. */
  readonly ask?: (question: string) => Promise<string>;
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

// Control characters but line break and tab, and those that turn the direction of text (Trojan Source, 2021).
const unprintable = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text of others for a terminal: what would steer it is shown as `\u{1b}`. */
export function plain(text: string): string {
  return text.replace(unprintable, (char) =>
    char === '\n' || char === '\t' ? char : `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}
