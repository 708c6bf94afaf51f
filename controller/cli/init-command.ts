import { Option } from 'commander';
import { TowlineError } from '../../shared/errors.ts';
import { collect, command } from './command.ts';
import type { Io } from './io.ts';

interface InitFlags {
  readonly name: string;
  readonly endpoint: readonly string[];
  readonly stateDir?: string;
  readonly networkDir?: string;
}

export function initCommand(io: Io) {
  return command<InitFlags>(
    io,
    {
      usage: 'init',
      summary:
        'make a controller on this machine: keys, database, inventory; prints the join string for routers',
      example: 'init --name example --endpoint vpn.example.net',
      notes:
        'Repeated, it changes nothing and prints the join string again.\nA port after the host is the public UDP port of WireGuard, where it is not 51820.',
    },
    async (session, flags) => {
      const { init } = await import('../init/init.ts');
      const { joinStringOf } = await import('../init/join-string.ts');
      const made = await init({
        configPath: session.configPath,
        name: flags.name,
        endpoints: flags.endpoint,
        overrides: overridesOf(session.socketOption, flags),
      });
      const joinString = joinStringOf(made.config, made.keyHash, made.movedTo);
      const document = {
        join_string: joinString,
        network: made.networkName,
        network_id: made.networkId,
        created: made.created,
      };
      session.print(document, () => explain(made.created, made.networkName, flags.name, joinString));
    },
  )
    .addOption(new Option('--name <name>', 'name of the network').makeOptionMandatory())
    .addOption(
      new Option('--endpoint <host[:port]>', 'where routers reach this machine; may be repeated, best first')
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--state-dir <dir>', 'folder of keys, database and repositories (default /var/lib/towline)'),
    )
    .addOption(
      new Option('--network-dir <dir>', "folder of the inventory's work tree (default /etc/towline/network)"),
    );
}

function overridesOf(socket: string | undefined, flags: InitFlags): Record<string, string> {
  const given = { state_dir: flags.stateDir, network_dir: flags.networkDir, socket };
  const overrides = Object.entries(given).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const relative = overrides.find(([, path]) => !path.startsWith('/'));
  if (relative !== undefined) throw new TowlineError('invalid', `${relative[1]} is no absolute path`);
  return Object.fromEntries(overrides);
}

function explain(created: boolean, network: string, asked: string, joinString: string): string {
  const other = network === asked ? '' : ` (not ${asked}: a controller has one network)`;
  const head = created
    ? `The controller of network ${network} is made${other}.`
    : `The network ${network} is there already${other}.`;
  return `${head}

Join string for routers:
  ${joinString}

Next:
  towline serve                              start the controller (or systemctl start towline)
  towline site add berlin                    describe the network
  towline node add fra1 --site berlin
  towline join                               prints the line to paste on each router
  towline pending, towline approve CODE      let it in
  towline commit -m 'first network' && towline activate --wait
`;
}
