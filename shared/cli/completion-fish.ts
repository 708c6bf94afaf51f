import { functionName, kindWord, takes, takesMore } from './completion-parts.ts';
import { type ArgumentSpec, allCommands, type CommandSpec, type Kind, type OptionSpec } from './describe.ts';

/** Completion for fish 3, with what each word does. Pure. */
export function fishCompletion(program: CommandSpec): string {
  const { name } = program;
  const self = `__${functionName(program)}`;
  const commands = allCommands(program);
  const table = (wordsOf: (command: CommandSpec) => readonly string[]) =>
    commands
      .map((command) => [command.path, wordsOf(command)] as const)
      .filter(([, words]) => words.length > 0)
      .map(
        ([path, words]) =>
          `        case ${quoted(path)}\n            printf '%s\\n' ${words.map(quoted).join(' ')}`,
      )
      .join('\n');
  const global = takes(program.options).map(([option]) => option);
  return `# Completion of ${name} for fish, made by '${name} completion fish'.

function ${self}_commands
    switch $argv[1]
${table(({ commands: below }) => below.map((command) => command.name))}
    end
end

# The options of a command that take a value.
function ${self}_takes
    printf '%s\\n' ${global.map(quoted).join(' ')}
    switch $argv[1]
${table((command) => (command.path === '' ? [] : takes(command.options).map(([option]) => option)))}
    end
end

# Prints the command that is being typed, and how many arguments it has so far.
function ${self}_walk
    set -l words (commandline -opc)
    set -e words[1]
    set -l at ''
    set -l count 0
    set -l wants ''
    for word in $words
        if test -n "$wants"; and not string match -q -- '-*' $word
            set wants ''
        else if string match -q -- '-*' $word
            set wants ''
            contains -- $word (${self}_takes $at); and set wants 1
        else if contains -- $word (${self}_commands $at)
            set at (string trim -- "$at $word")
            set count 0
        else
            set count (math $count + 1)
        end
    end
    echo $at
    echo $count
end

# Whether this command is being typed, and at this argument of it, or a later one.
function ${self}_is
    set -l found (${self}_walk)
    test "$found[1]" = "$argv[1]"; or return 1
    switch (count $argv)
        case 1
            return 0
        case 2
            test $found[2] -eq $argv[2]
        case '*'
            test $found[2] -ge $argv[2]
    end
end

complete -c ${name} -f
${commands.flatMap((command) => linesOf(name, self, command)).join('\n')}
`;
}

function linesOf(program: string, self: string, command: CommandSpec): string[] {
  const begin = (more = '') =>
    `complete -c ${program} -n ${quoted(`${self}_is ${quoted(command.path)}${more}`)}`;
  return [
    ...command.commands.map(({ name, summary }) => `${begin(' 0')} -a ${name} -d ${quoted(summary)}`),
    ...command.options.map((option) => `${begin()} ${optionText(program, option)}`),
    ...command.arguments.flatMap((argument, index) => {
      const more = takesMore(command) && index === command.arguments.length - 1 ? ' more' : '';
      const words = valueText(program, argument);
      return words === '' ? [] : [`${begin(` ${index}${more}`)} ${words}`];
    }),
  ];
}

function optionText(program: string, { long, short, takes: value, summary, kind }: OptionSpec): string {
  const names = [
    ...(long.startsWith('--') ? [`-l ${long.slice(2)}`] : []),
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
  ];
  const values =
    value === 'nothing' ? [] : [kind.is === 'file' ? '-r -F' : `-x ${wordsText(program, kind)}`.trim()];
  return [...names, ...values, `-d ${quoted(summary)}`].join(' ');
}

function valueText(program: string, { kind }: ArgumentSpec): string {
  return kind.is === 'file' ? '-F' : wordsText(program, kind);
}

function wordsText(program: string, kind: Kind): string {
  const [what = '', rest = ''] = kindWord(kind).split(/:(.*)/s);
  if (what === 'live') return `-a ${quoted(`(${program} completion words ${rest} 2>/dev/null)`)}`;
  if (what === 'words') return `-a ${quoted(rest.replaceAll(',', ' '))}`;
  return what === 'folder' ? `-a '(__fish_complete_directories (commandline -ct))'` : '';
}

function quoted(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
