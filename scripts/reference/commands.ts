import { exitCodeTable as agentExitCodes } from '../../agent/exit-code.ts';
import { exitCodeTable } from '../../controller/cli/exit-codes.ts';
import { allCommands, type CommandSpec, usageOf } from '../../shared/cli/describe.ts';
import { commandLines } from '../package/shell-files.ts';
import { plainText, table } from './schema.ts';

type ExitCodes = readonly (readonly [code: number, meaning: string])[];

/** Every command of both programs: the page of each, by its name. Pure. */
export function commandPages(): Map<string, string> {
  const { towline, agent } = commandLines();
  return new Map([
    ['towline', commandPage(towline, 'the controller', exitCodeTable)],
    ['towline-agent', commandPage(agent, 'the agent', agentExitCodes)],
  ]);
}

function commandPage(program: CommandSpec, what: string, exitCodes: ExitCodes): string {
  const commands = allCommands(program).slice(1);
  return `# Commands of ${what}

Each has \`--help\` with examples. \`man ${program.name}\` says the same.

${options(program)}

## Exit codes

${table(
  ['code', 'meaning'],
  exitCodes.map(([code, meaning]) => [`${code}`, plainText(meaning)]),
)}

${commands
  .filter(({ doesSomething }) => doesSomething)
  .map((command) => commandText(program.name, command))
  .join('\n\n')}
`;
}

function commandText(program: string, command: CommandSpec): string {
  const own = command.options.some(({ long }) => long !== '--help' && long !== '--json' && long !== '--yaml');
  return [
    `## ${program} ${command.path}`,
    `\`${program} ${usageOf(command)}\`: ${plainText(command.summary)}.`,
    ...(own ? [options(command)] : []),
    `\`\`\`text\n${command.after}\n\`\`\``,
  ].join('\n\n');
}

function options(command: CommandSpec): string {
  const rows = command.options
    .filter(({ isHidden, long }) => !isHidden && (long !== '--help' || command.path === ''))
    .map(({ flags, summary }) => [`\`${flags}\``, plainText(summary)]);
  return table(['option', ''], rows);
}
