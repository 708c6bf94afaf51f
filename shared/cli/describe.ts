import type { EventEmitter } from 'node:events';
import type { Argument, Command, Option } from 'commander';

/**
 * What a value is, for those who complete it. `live` is a kind that the program itself lists, as
 * `completion words KIND`.
 */
export type Kind =
  | { readonly is: 'live'; readonly kind: string }
  | { readonly is: 'words'; readonly words: readonly string[] }
  | { readonly is: 'file' }
  | { readonly is: 'folder' }
  | { readonly is: 'free' };

/** The kind of a value: of `--site <site>` the word is `site`, of `show <name>` it is `name`. */
export type KindOf = (path: string, word: string) => Kind;

export interface ArgumentSpec {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isVariadic: boolean;
  readonly kind: Kind;
}

export interface OptionSpec {
  /** As --help has them: `-n, --number <number>`. */
  readonly flags: string;
  readonly long: string;
  readonly short: string | undefined;
  readonly takes: 'nothing' | 'a value' | 'perhaps a value';
  readonly summary: string;
  readonly kind: Kind;
  readonly isHidden: boolean;
}

/** One command with those below it, in the order of --help. */
export interface CommandSpec {
  readonly name: string;
  /** The words after the program's name, joined by spaces: `node add`; empty for the program itself. */
  readonly path: string;
  readonly summary: string;
  /** Whether it does something by itself; `node` is only a word before others. */
  readonly doesSomething: boolean;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** What --help says after its lists: notes, examples, exit codes. */
  readonly after: string;
  readonly commands: readonly CommandSpec[];
}

/** A command line as values, from which completions, manuals and the reference are made. Pure. */
export function describeCommands(
  command: Command,
  kindOf: KindOf,
  above: readonly string[] = [],
): CommandSpec {
  const path = command.parent === null ? '' : [...above, command.name()].join(' ');
  const help = command.createHelp();
  return {
    name: command.name(),
    path,
    summary: command.description(),
    // commander keeps the action to itself.
    doesSomething: typeof (command as unknown as { _actionHandler?: unknown })._actionHandler === 'function',
    arguments: command.registeredArguments.map((argument) => describeArgument(argument, path, kindOf)),
    options: help.visibleOptions(command).map((option) => describeOption(option, path, kindOf)),
    after: textAfterHelp(command),
    commands: command.commands.map((child) =>
      describeCommands(child, kindOf, path === '' ? [] : path.split(' ')),
    ),
  };
}

/** A command and all below it, each before its own. */
export function allCommands(spec: CommandSpec): CommandSpec[] {
  return [spec, ...spec.commands.flatMap(allCommands)];
}

/** A command and its arguments as one types them: `show <name>`. */
export function usageOf({ path, arguments: given }: CommandSpec): string {
  const words = given.map(({ name, isRequired, isVariadic }) => {
    const word = isVariadic ? `${name}...` : name;
    return isRequired ? `<${word}>` : `[${word}]`;
  });
  return [path, ...words].filter((word) => word !== '').join(' ');
}

function describeArgument(argument: Argument, path: string, kindOf: KindOf): ArgumentSpec {
  const name = argument.name();
  return {
    name,
    isRequired: argument.required,
    isVariadic: argument.variadic,
    kind: kindOf(path, name),
  };
}

function describeOption(option: Option, path: string, kindOf: KindOf): OptionSpec {
  const [, word] = /[<[]([^>\]]+)[>\]]/.exec(option.flags) ?? [];
  return {
    flags: option.flags,
    long: option.long ?? option.short ?? '',
    short: option.long === undefined ? undefined : option.short,
    takes: option.required ? 'a value' : option.optional ? 'perhaps a value' : 'nothing',
    summary: option.description,
    kind:
      word === undefined
        ? { is: 'free' }
        : option.argChoices === undefined
          ? kindOf(path, word)
          : { is: 'words', words: option.argChoices },
    isHidden: option.hidden,
  };
}

/** What `addHelpText('after', …)` was given: commander keeps it in listeners. */
function textAfterHelp(command: Command): string {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  // Its types do not say that it is one.
  (command as unknown as EventEmitter).emit('afterHelp', { error: false, command, write });
  return text.trim();
}
