import { Option } from 'commander';
import { TowlineError } from '../../shared/errors.ts';
import type { Value } from '../../shared/gen/towline/v1/Value.ts';
import { admin } from './client.ts';
import { collect, command } from './command.ts';
import { Exit, exitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { warnOfProblem } from './places.ts';
import { runProgram } from './run-program.ts';
import { sshOptions } from './ssh-options.ts';

interface Options {
  readonly user?: string;
  readonly option?: readonly string[];
}

/** `towline ssh`: a router's console. */
export function sshCommand(io: Io) {
  return command<Options>(
    io,
    {
      usage: 'ssh <node> [command...]',
      summary:
        "open a router's console by ssh, through the management tunnel; after -- a command to run there",
      example: ['ssh fra1', 'ssh fra1 -- birdc show protocols', 'ssh fra1 -o LocalForward=8080:localhost:80'],
      notes: `User and port are ssh.user and ssh.port of the inventory. The router's host key is kept under the node's name: it
is taken at the first time, since the tunnel proves whose it is, and has to stay the same; after the router was
replaced, 'ssh-keygen -R NODE' forgets it. A section 'Host NODE' of ~/.ssh/config holds. It works while the inventory
is not in order, too.`,
      exitCodes: '255 or what the command ended with: those of ssh; 1 an error of towline, 2 wrong usage',
    },
    async (session, { user, option = [] }, name = '', ...words) => {
      const { node, values, problem } = await session.withDaemon((daemon) =>
        daemon.call(admin.GetNode, { name }),
      );
      if (node?.enrolled !== true || node.managementAddress === '')
        throw new TowlineError(
          'notFound',
          `no router is enrolled as ${name}: 'towline pending' shows who asks to be`,
        );
      warnOfProblem(session, problem, 'what the files say is');
      const args = [
        // What the admin says comes first: of each option ssh takes the first value.
        ...option.flatMap((given) => ['-o', given]),
        ...['-o', `HostName=${node.managementAddress}`],
        ...sshOptions(name),
        ...['-l', user ?? String(valueAt(values, 'ssh.user'))],
        ...['-p', String(valueAt(values, 'ssh.port'))],
        ...[name, ...(words.length === 0 ? [] : ['--', ...words])],
      ];
      const code = await runProgram(io, 'ssh', args, "install it ('apt install openssh-client')");
      if (code !== exitCode.ok) throw new Exit(code);
    },
  )
    .addOption(new Option('--user <user>', 'come as this user'))
    .addOption(new Option('-o, --option <option>', 'an option for ssh; may be repeated').argParser(collect));
}

function valueAt(values: readonly Value[], key: string): unknown {
  const found = values.find((value) => value.key === key);
  return found === undefined ? '' : JSON.parse(found.json);
}
