import { completionScript, isShell, shells } from '../../shared/cli/completion.ts';
import { describeCommands } from '../../shared/cli/describe.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { kindOf } from './kinds.ts';

/** `towline completion`; what the scripts call, `completion words KIND`, never comes here (main.ts). */
export function completionCommand(io: Io) {
  const self = command(
    io,
    {
      usage: 'completion <shell>',
      summary: 'print what bash, zsh or fish has to read to complete towline',
      example: [
        'completion bash | sudo tee /etc/bash_completion.d/towline',
        'completion zsh >~/.zfunc/_towline',
        'completion fish >~/.config/fish/completions/towline.fish',
      ],
      notes: `The Debian package has all three in place. Names of nodes, sites and groups, releases, codes and tokens come from the
controller when Tab is pressed; while it is away, or for who may not ask it, there are none.`,
    },
    async (session, _options, shell = '') => {
      if (!isShell(shell))
        throw new UsageError(`${shell} is no shell that is known here, expected ${shells.join(', ')}`);
      const program = self.parent;
      if (program === null) return;
      const script = completionScript(shell, describeCommands(program, kindOf));
      session.print({ shell, script }, () => script);
    },
  );
  return self;
}
