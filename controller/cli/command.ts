import { Command, Option } from 'commander';
import { exitCodeHelp, UsageError } from './exit-codes.ts';
import { helpPointer } from './help.ts';
import type { Io } from './io.ts';
import { type Session, sessionOf } from './session.ts';
import { yamlIo } from './yaml-io.ts';

/** What a command does with its arguments and options. */
export type Action<Options> = (session: Session, options: Options, ...args: string[]) => Promise<void>;

export interface CommandText {
  /** Name and arguments, for example `show <name>`. */
  readonly usage: string;
  readonly summary: string;
  /** Command lines, without the program's name. */
  readonly example: string | readonly string[];
  /** More lines for --help. */
  readonly notes?: string;
  /** What its exit codes mean, where they are its own. */
  readonly exitCodes?: string;
}

/** Makes a command of the house's form: --json, --yaml, --help with an example, exit codes. */
export function command<Options = object>(io: Io, text: CommandText, action: Action<Options>): Command {
  const notes = text.notes === undefined ? '' : `\n${text.notes}\n`;
  const [name, ...words] = text.usage.split(' ');
  const self = common(new Command(name), io);
  for (const word of words) self.argument(word);
  return self
    .description(text.summary)
    .addOption(new Option('--json', 'print one JSON document'))
    .addOption(new Option('--yaml', 'print it as YAML').conflicts('json'))
    .addHelpText('after', `${notes}${exampleHelp(text.example)}${exitCodeHelp(text.exitCodes)}`)
    .action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      const args = given
        .slice(0, -2)
        .flat()
        .filter((arg) => arg !== undefined) as string[];
      try {
        const options = self.opts() as Options & { readonly yaml?: boolean };
        const session = sessionOf(self, options.yaml === true ? await yamlIo(io) : io);
        await action(session, options, ...args);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        throw new UsageError(`${error.message} ${helpPointer(self)}`);
      }
    });
}

/** Example command lines, for --help. */
export function exampleHelp(example: string | readonly string[]): string {
  const lines = typeof example === 'string' ? [example] : example;
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${lines.map((line) => `  $ towline ${line}\n`).join('')}`;
}

/** A word that has commands below it, such as `site`. */
export function group(
  io: Io,
  name: string,
  summary: string,
  example: string,
  commands: readonly Command[],
): Command {
  const parent = common(new Command(name), io).description(summary);
  for (const child of commands) parent.addCommand(child);
  return parent.addHelpText('after', exampleHelp(example));
}

/** Errors and output through `io` instead of the process. */
export function common(self: Command, io: Io): Command {
  return self
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .configureHelp({ showGlobalOptions: true });
}

/** Collects a repeatable option. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
