import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { TowlineError } from '../../shared/errors.ts';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import { common, exampleHelp } from './command.ts';
import { Exit, exitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { runProgram } from './run-program.ts';
import { sessionOf } from './session.ts';

/** Variables that would lead git to another repository than the inventory (git rev-parse --local-env-vars). */
const localVariables: readonly string[] = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NAMESPACE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/**
 * `towline git`: everything after it is git's, also --help; `towline help git` shows the help of this command.
 * The arguments come behind a `--`, see `forOthers`.
 */
export function gitCommand(io: Io): Command {
  const self = common(new Command('git'), io)
    .argument('[arguments...]', 'what git gets')
    .description("run git in the inventory's work tree; all arguments are git's own")
    .helpOption(false)
    .allowUnknownOption()
    .addHelpText(
      'after',
      `${exampleHelp(['git log -p sites/berlin', 'git diff HEAD~1', 'git pull --rebase'])}
Exit codes: those of git; 1 if there is no work tree or no git.
`,
    );
  return self.action(async (args: string[]) => {
    // Without the daemon: to look at the inventory is what one does when it is down.
    const { network_dir: dir, state_dir: state } = sessionOf(self, io).loadConfig();
    if (!existsSync(join(dir, '.git'))) {
      throw new TowlineError(
        'conflict',
        `${dir} is no git work tree: run 'towline init', or clone ${join(state, 'inventory.git')} there`,
      );
    }
    // git itself refuses others in the work tree of another user, root often not.
    if (process.geteuid?.() === 0) await requireStateOwner(dir, 'towline git …');
    const code = await runGit(io, dir, args);
    if (code !== exitCode.ok) throw new Exit(code);
  });
}

function runGit(io: Io, dir: string, args: readonly string[]): Promise<number> {
  const kept = Object.entries(io.env).filter(([name]) => !localVariables.includes(name));
  const env = { ...Object.fromEntries(kept), GIT_CEILING_DIRECTORIES: dirname(dir) };
  return runProgram(io, 'git', args, "install it ('apt install git')", { cwd: dir, env });
}
