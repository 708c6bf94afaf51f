import type { CommandSpec, Kind, OptionSpec } from './describe.ts';

/** A kind as the scripts have it: `live:node`, `words:a,b`, `file`, `folder`, or `free`. */
export function kindWord(kind: Kind): string {
  if (kind.is === 'live') return `live:${kind.kind}`;
  return kind.is === 'words' ? `words:${kind.words.join(',')}` : kind.is;
}

/** Name of a program as one of a function. */
export function functionName(program: CommandSpec): string {
  return program.name.replaceAll('-', '_');
}

/** A word in single quotes, for bash and zsh. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The names of an option that takes a value, each with the kind of that: `--site=live:site`. */
export function takes(options: readonly OptionSpec[]): [name: string, kind: string][] {
  return options
    .filter(({ takes }) => takes !== 'nothing')
    .flatMap(({ long, short, kind }) =>
      [long, short].flatMap((name): [string, string][] =>
        name === undefined ? [] : [[name, kindWord(kind)]],
      ),
    );
}

/** Whether a command takes any number of its last argument. */
export function takesMore({ arguments: given }: CommandSpec): boolean {
  return given.at(-1)?.isVariadic === true;
}
