import { allCommands, type CommandSpec, type OptionSpec, usageOf } from './describe.ts';

/** What a manual says beside what the command line knows of itself. */
export interface ManualText {
  readonly version: string;
  /** Name and what it is, for NAME. */
  readonly title: string;
  readonly description: readonly string[];
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
  readonly environment: readonly (readonly [name: string, meaning: string])[];
  readonly files: readonly (readonly [path: string, meaning: string])[];
  readonly seeAlso: readonly string[];
}

/** A manual of section 1 in man(7), every command in it. The same bytes whenever it is made. Pure. */
export function manual(program: CommandSpec, text: ManualText): string {
  const { name } = program;
  const commands = allCommands(program).slice(1);
  const list = (title: string, rows: readonly (readonly [string | number, string])[]) => [
    `.SH ${title}`,
    ...rows.flatMap(([term, meaning]) => ['.TP', bold(`${term}`), line(meaning)]),
  ];
  return `${[
    `.\\" Made of the command line itself: scripts/man.ts`,
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "towline ${text.version}" "Towline"`,
    '.SH NAME',
    `${escaped(name)} \\- ${escaped(text.title)}`,
    '.SH SYNOPSIS',
    `.B ${escaped(name)}`,
    '[options] command [arguments]',
    '.SH DESCRIPTION',
    ...text.description.flatMap((paragraph, index) => [...(index === 0 ? [] : ['.PP']), line(paragraph)]),
    '.SH OPTIONS',
    ...program.options.flatMap(optionLines),
    '.SH COMMANDS',
    ...commands
      .filter(({ doesSomething }) => doesSomething)
      .flatMap((command) => commandLines(name, command)),
    ...list('EXIT STATUS', text.exitCodes),
    ...list('ENVIRONMENT', text.environment),
    ...list('FILES', text.files),
    '.SH SEE ALSO',
    text.seeAlso.map((page) => `.BR ${escaped(page).replace(/\((\d)\)$/, ' ($1)')}`).join(' ,\n'),
  ].join('\n')}\n`;
}

function commandLines(program: string, command: CommandSpec): string[] {
  return [
    `.SS ${escaped(`${program} ${usageOf(command)}`)}`,
    line(sentence(command.summary)),
    ...command.options.filter(({ long }) => long !== '--help').flatMap(optionLines),
    ...afterLines(command.after),
  ];
}

function optionLines({ flags, summary }: OptionSpec): string[] {
  return ['.TP', bold(flags), line(summary)];
}

/** Notes, examples and exit codes: what is indented stands as it is. */
function afterLines(after: string): string[] {
  const blocks = after.split(/\n{2,}/).filter((block) => block.trim() !== '');
  return blocks.flatMap((block) => {
    const [first = '', ...rest] = block.split('\n');
    const isVerbatim = rest.length > 0 && rest.every((text) => text.startsWith(' '));
    if (isVerbatim)
      return [
        '.PP',
        line(first),
        '.PP',
        '.RS 4',
        '.nf',
        ...rest.map((text) => line(text.replace(/^ {2}/, ''))),
        '.fi',
        '.RE',
      ];
    return ['.PP', ...block.split('\n').map((text) => line(text.trim()))];
  });
}

function bold(text: string): string {
  return `.B ${escaped(text).replaceAll('"', '\\(dq')}`;
}

/** A line of text that roff takes for nothing else. */
function line(text: string): string {
  const safe = escaped(text);
  return /^[.']/.test(safe) ? `\\&${safe}` : safe;
}

/** man(7), groff_char(7): a backslash is \e, and a hyphen that people copy is \-. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(
      /[^\x20-\x7e]/gu,
      (character) => `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
