import { styleText } from 'node:util';

/** What the command line has of the world. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether output may have colours. */
  readonly colour: boolean;
}

type Format = Parameters<typeof styleText>[0];

/** Text in a colour, where the output may have any. */
export function paint(io: Io, format: Format, text: string): string {
  return io.colour ? styleText(format, text, { validateStream: false }) : text;
}
