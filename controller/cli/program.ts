import { Command, Option } from 'commander';
import { packageVersion } from '../version.ts';
import { activateCommand } from './activate-command.ts';
import { agentCommands } from './agent-commands.ts';
import { ansibleCommand } from './ansible-command.ts';
import { ansibleInventoryCommand } from './ansible-inventory-command.ts';
import { backupCommand } from './backup-command.ts';
import { checkCommand } from './check-command.ts';
import { common, exampleHelp } from './command.ts';
import { commitCommand } from './commit-command.ts';
import { completionCommand } from './completion-command.ts';
import { doctorCommand } from './doctor-command.ts';
import { approveCommand, denyCommand, pendingCommand } from './enrollment-commands.ts';
import { eventsCommand } from './events-command.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { exportCommands } from './export-command.ts';
import { gitCommand } from './git-command.ts';
import { graphCommand } from './graph-command.ts';
import { pointToHelp } from './help.ts';
import { initCommand } from './init-command.ts';
import type { Io } from './io.ts';
import { joinCommand } from './join-command.ts';
import { keysCommands } from './keys-command.ts';
import { lgCommand } from './lg-command.ts';
import { logCommand } from './log-command.ts';
import { logLevelCommand } from './log-level-command.ts';
import { nodeCommands } from './node-commands.ts';
import { packagesCommands } from './packages-command.ts';
import { planCommand } from './plan-command.ts';
import { releaseCommands } from './release-commands.ts';
import { restoreCommand } from './restore-command.ts';
import { rollbackCommand } from './rollback-command.ts';
import { rolloutCommands } from './rollout-commands.ts';
import { rotateCommands } from './rotate-command.ts';
import { serveCommand } from './serve-command.ts';
import { siteCommands } from './site-commands.ts';
import { sshCommand } from './ssh-command.ts';
import { statusCommand } from './status-command.ts';
import { tokenCommands } from './token-command.ts';
import { tunnelCommands } from './tunnel-command.ts';
import { getCommand, setCommand } from './value-commands.ts';
import { whyCommand } from './why-command.ts';

/** The whole command line. */
export function createProgram(io: Io): Command {
  const program = common(new Command('towline'), io)
    .description('site networking for fleets of routers')
    .version(packageVersion(), '--version', 'print the version')
    .addOption(
      new Option(
        '--config <file>',
        'controller.toml (default /etc/towline/controller.toml, or $TOWLINE_CONTROLLER_CONFIG)',
      ),
    )
    .addOption(
      new Option(
        '--socket <path>',
        'socket of the controller (default from the configuration, or $TOWLINE_SOCKET)',
      ),
    )
    .addHelpText('after', `${exampleHelp(['status', 'plan', 'help plan'])}${exitCodeHelp()}`);
  const commands = [
    initCommand(io),
    serveCommand(io),
    siteCommands(io),
    nodeCommands(io),
    setCommand(io),
    getCommand(io),
    checkCommand(io),
    planCommand(io),
    commitCommand(io),
    activateCommand(io),
    releaseCommands(io),
    rolloutCommands(io),
    agentCommands(io),
    rollbackCommand(io),
    logCommand(io),
    logLevelCommand(io),
    gitCommand(io),
    pendingCommand(io),
    approveCommand(io),
    denyCommand(io),
    tokenCommands(io),
    joinCommand(io),
    packagesCommands(io),
    rotateCommands(io),
    keysCommands(io),
    eventsCommand(io),
    tunnelCommands(io),
    backupCommand(io),
    restoreCommand(io),
    statusCommand(io),
    lgCommand(io),
    graphCommand(io),
    whyCommand(io),
    sshCommand(io),
    ansibleCommand(io),
    ansibleInventoryCommand(io),
    exportCommands(io),
    doctorCommand(io),
    completionCommand(io),
  ];
  for (const command of commands) program.addCommand(command);
  pointToHelp(program);
  return program;
}
