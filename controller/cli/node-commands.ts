import { Option } from 'commander';
import { admin } from './client.ts';
import { collect, command, group } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { historyCommand } from './history-command.ts';
import type { Io } from './io.ts';
import { known, knownNames, knownNumber, nodeDocument, problemDocument, warnOfProblem } from './places.ts';
import { replaceCommand, revokeCommand, rotateKeyCommand } from './router-commands.ts';
import { table } from './table.ts';
import { renderValues, valueDocuments } from './values.ts';

export function nodeCommands(io: Io) {
  const add = command<{ site?: string; endpoint?: string; lan?: string[] }>(
    io,
    {
      usage: 'add <name>',
      summary: "add a node to the inventory's work tree; <site>/<node> says its site, too",
      example: 'node add fra1 --site frankfurt --endpoint fra1.example.net --lan 10.1.0.0/24',
    },
    async (session, { site, endpoint = '', lan = [] }, given = '') => {
      const { siteName, name } = qualified(given, site);
      const response = await session.withDaemon((daemon) =>
        daemon.call(admin.AddNode, { name, siteName, endpoint, lan }),
      );
      const { node, file, problem } = response;
      warnOfProblem(session, problem, knownOfNodes);
      const document = { node: nodeDocument(node, problem), file, ...problemDocument(problem) };
      session.print(document, () => `node ${name} added in ${file}`);
    },
  )
    .addOption(new Option('--site <site>', 'site of the node'))
    .addOption(new Option('--endpoint <host>', '"auto", "none", a host name or an address'))
    .addOption(new Option('--lan <prefix>', 'prefix to announce; may be repeated').argParser(collect));

  const list = command<{ site?: string }>(
    io,
    { usage: 'list', summary: 'list the nodes', example: 'node list --site berlin' },
    async (session, { site = '' }) => {
      const { nodes, problem } = await session.withDaemon((daemon) =>
        daemon.call(admin.ListNodes, { siteName: site }),
      );
      warnOfProblem(session, problem, knownOfNodes);
      const document = {
        nodes: nodes.map((node) => nodeDocument(node, problem)),
        ...problemDocument(problem),
      };
      session.print(document, () =>
        table(
          ['NODE', 'SITE', 'ID', 'ENROLLED', 'LOOPBACK', 'PEERS'],
          nodes.map((node) => [
            node.name,
            node.siteName,
            knownNumber(node.nodeId),
            node.enrolled ? 'yes' : 'no',
            known(`${node.loopbackV4} ${node.loopbackV6}`.trim()),
            knownNames(node.peers, problem),
          ]),
        ),
      );
    },
  ).addOption(new Option('--site <site>', 'only nodes of this site'));

  const show = command(
    io,
    {
      usage: 'show <name>',
      summary: 'show a node and the values that hold for it',
      example: 'node show fra1',
    },
    async (session, _options, name = '') => {
      const { node, values, problem } = await session.withDaemon((daemon) =>
        daemon.call(admin.GetNode, { name }),
      );
      warnOfProblem(session, problem, knownOfNodes);
      const document = { node: nodeDocument(node, problem), values: valueDocuments(values) };
      session.print({ ...document, ...problemDocument(problem) }, () => {
        const loopbacks = `${node?.loopbackV4 ?? ''} ${node?.loopbackV6 ?? ''}`.trim();
        const lines = [
          `node ${name} at site ${node?.siteName}, number ${knownNumber(node?.nodeId ?? 0)}, ${node?.enrolled ? 'enrolled' : 'not enrolled'}`,
          `loopbacks:  ${known(loopbacks)}`,
          `management: ${known(node?.managementAddress ?? '')}`,
          `groups:     ${knownNames(node?.groups ?? [], problem)}`,
          `links to:   ${knownNames(node?.peers ?? [], problem)}`,
        ];
        return `${lines.join('\n')}\n\n${renderValues(values)}`;
      });
    },
  );

  const remove = command(
    io,
    {
      usage: 'remove <name>',
      summary: "remove a node from the inventory's work tree",
      example: 'node remove fra1',
      notes: 'The router keeps running until a release without it is committed and activated.',
    },
    async (session, _options, name = '') => {
      await session.withDaemon((daemon) => daemon.call(admin.RemoveNode, { name }));
      session.print(
        { removed: name },
        () => `node ${name} removed; commit and activate to take it out of the network`,
      );
    },
  );

  const unquarantine = command(
    io,
    {
      usage: 'unquarantine <name>',
      summary: 'let a node try the bundle again that it has in quarantine',
      example: 'node unquarantine fra1',
      notes:
        "A bundle that failed three times on a node, or that 'towline-agent rollback' left there, is in quarantine\nuntil there is a newer release, or this. Nothing else changes: it has three attempts again.",
    },
    async (session, _options, name = '') => {
      const { release, connected } = await session.withDaemon((daemon) =>
        daemon.call(admin.Unquarantine, { nodeName: name }),
      );
      const when = connected ? 'now' : 'when it is in contact again';
      session.print(
        { node: name, release, connected },
        () => `node ${name} tries release ${release} ${when}; see 'towline status'`,
      );
    },
  );
  const commands = [
    add,
    list,
    show,
    historyCommand(io),
    remove,
    replaceCommand(io),
    revokeCommand(io),
    rotateKeyCommand(io),
    unquarantine,
  ];
  return group(io, 'node', 'the nodes of the inventory', 'node list', commands);
}

const knownOfNodes = 'names, values and what is enrolled are';

function qualified(given: string, site: string | undefined): { siteName: string; name: string } {
  const [first = '', second] = given.split('/');
  if (second !== undefined && site !== undefined && first !== site) {
    throw new UsageError(`${given} and --site ${site} name two sites`);
  }
  const siteName = second === undefined ? site : first;
  if (siteName === undefined) throw new UsageError(`say the site of ${given} with --site SITE`);
  return { siteName, name: second ?? first };
}
