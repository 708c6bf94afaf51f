import type { Command } from 'commander';
import { completionScript, isShell, shells } from '../../shared/cli/completion.ts';
import { describeCommands, type KindOf } from '../../shared/cli/describe.ts';
import { TowlineError } from '../../shared/errors.ts';
import { logLevels } from '../../shared/os/log-level.ts';

/** Kinds of the values of `towline-agent`; the agent lists nothing by itself. */
export const agentKindOf: KindOf = (_path, word) => {
  if (word === 'file') return { is: 'file' };
  if (word === 'level') return { is: 'words', words: logLevels };
  return word === 'shell' ? { is: 'words', words: [...shells] } : { is: 'free' };
};

/** `towline-agent completion`. */
export function addCompletionCommand(program: Command, say: (text: string) => void): void {
  program
    .command('completion <shell>')
    .description('print what bash, zsh or fish has to read to complete towline-agent')
    .option('--json', 'print the script as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  towline-agent completion bash >/etc/bash_completion.d/towline-agent\n\nThe packages have it in place.\n',
    )
    .action((shell: string, options: { json?: boolean }) => {
      if (!isShell(shell))
        throw new TowlineError(
          'invalid',
          `${shell} is no shell that is known here, expected ${shells.join(', ')}`,
        );
      const script = completionScript(shell, describeCommands(program, agentKindOf));
      say(options.json ? `${JSON.stringify({ shell, script })}\n` : script);
    });
}
