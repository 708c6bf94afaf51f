import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { agentProgram } from '../../agent/cli.ts';
import { agentKindOf } from '../../agent/commands/completion.ts';
import { exitCodeTable as agentExitCodes } from '../../agent/exit-code.ts';
import { exitCodeTable } from '../../controller/cli/exit-codes.ts';
import { kindOf } from '../../controller/cli/kinds.ts';
import { createProgram } from '../../controller/cli/program.ts';
import { packageVersion } from '../../controller/version.ts';
import { completionScript, shells } from '../../shared/cli/completion.ts';
import { type CommandSpec, describeCommands } from '../../shared/cli/describe.ts';
import { type ManualText, manual } from '../../shared/cli/man.ts';
import type { PackageFile } from './stage.ts';

const silent = { out: () => undefined, err: () => undefined, env: {}, colour: false };

const colours = [
  'NO_COLOR',
  'no colours where it is set to anything (no-color.org); FORCE_COLOR=1 has them in a pipe, too',
] as const;
const log = [
  ['TOWLINE_LOG', 'how much is logged: debug, info, warn, error, silent'],
  ['TOWLINE_LOG_FORMAT', 'json or text; by default text on a terminal'],
] as const;

/** The command lines of both programs, and what their manuals say beside them. */
export function commandLines(): { readonly towline: CommandSpec; readonly agent: CommandSpec } {
  return {
    towline: describeCommands(createProgram(silent), kindOf),
    agent: describeCommands(
      agentProgram(new AbortController().signal, () => undefined),
      agentKindOf,
    ),
  };
}

/** Both manuals by their file names. Pure. */
export function manuals(): Map<string, string> {
  const { towline, agent } = commandLines();
  const towlineText: ManualText = {
    version: packageVersion(),
    title: 'controller of a Towline network',
    description: [
      'It compiles a network that is described in git into one signed configuration a router, serves it to their agents, and shows how they are. "towline serve" is the controller; every other command speaks to it through a Unix socket, or looks at files of its machine.',
      'Each command has --help, and --json for programs. What asks on a terminal has a flag that answers it, and does not ask where standard input is none.',
    ],
    exitCodes: exitCodeTable,
    environment: [
      ['TOWLINE_CONTROLLER_CONFIG', 'path of controller.toml, as --config has it'],
      ['TOWLINE_SOCKET', 'socket of the controller, as --socket has it'],
      ...log,
      colours,
    ],
    files: [
      ['/etc/towline/controller.toml', 'configuration of the controller'],
      ['/etc/towline/network', "the inventory's work tree"],
      ['/var/lib/towline', 'keys, database, repositories: what a backup holds'],
      ['/run/towline/admin.sock', 'socket for the command line'],
    ],
    seeAlso: ['towline-agent(1)', 'git(1)', 'wg(8)', 'birdc(8)', 'ssh(1)', 'ansible(1)'],
  };
  const agentText: ManualText = {
    version: packageVersion(),
    title: 'agent of a Towline router',
    description: [
      'It fetches the configuration that its controller signed for this router, applies it without interrupting traffic, proves that the router still works, or puts the old one back. Links and routing go on without it, and without the controller.',
    ],
    exitCodes: agentExitCodes,
    environment: [['TOWLINE_AGENT_CONFIG', 'path of agent.toml, as --config has it'], ...log],
    files: [
      ['/etc/towline/agent.toml', 'configuration; may be missing'],
      ['/var/lib/towline', 'keys, enrollment, journal, bundles'],
      ['/run/towline/status.json', 'what towline-agent status shows'],
    ],
    seeAlso: ['towline(1)', 'wg(8)', 'birdc(8)', 'nft(8)'],
  };
  return new Map([
    ['towline.1', manual(towline, towlineText)],
    ['towline-agent.1', manual(agent, agentText)],
  ]);
}

/**
 * Writes manual and completions of a program into a folder.
 *
 * @returns where they go on a Debian machine
 */
export function shellFiles(name: 'towline' | 'towline-agent', folder: string): PackageFile[] {
  mkdirSync(folder, { recursive: true });
  const { towline, agent } = commandLines();
  const program = name === 'towline' ? towline : agent;
  const write = (file: string, content: string | Buffer) => {
    const path = join(folder, `${name}-${file}`);
    writeFileSync(path, content);
    return path;
  };
  const places = {
    bash: `usr/share/bash-completion/completions/${name}`,
    zsh: `usr/share/zsh/vendor-completions/_${name}`,
    fish: `usr/share/fish/vendor_completions.d/${name}.fish`,
  };
  const page = gzipSync(manuals().get(`${name}.1`) ?? '', { level: 9 });
  return [
    { to: `usr/share/man/man1/${name}.1.gz`, from: write('1.gz', page) },
    ...shells.map((shell) => ({ to: places[shell], from: write(shell, completionScript(shell, program)) })),
  ];
}
