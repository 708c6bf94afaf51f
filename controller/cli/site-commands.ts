import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { collect, command, group } from './command.ts';
import type { Io } from './io.ts';
import { knownNames, knownNumber, problemDocument, siteDocument, warnOfProblem } from './places.ts';
import { table } from './table.ts';
import { renderValues, valueDocuments } from './values.ts';

const knownOfSites = 'names and values are';

export function siteCommands(io: Io) {
  const add = command<{ group?: string[] }>(
    io,
    {
      usage: 'add <name>',
      summary: "add a site to the inventory's work tree",
      example: 'site add berlin --group core',
    },
    async (session, { group: groups = [] }, name = '') => {
      const response = await session.withDaemon((daemon) => daemon.call(admin.AddSite, { name, groups }));
      const { site, file, problem } = response;
      warnOfProblem(session, problem, knownOfSites);
      const document = { site: siteDocument(site, problem), file, ...problemDocument(problem) };
      session.print(document, () => `site ${name} added in ${file}`);
    },
  ).addOption(new Option('--group <group>', 'group that the site joins; may be repeated').argParser(collect));

  const list = command(
    io,
    { usage: 'list', summary: 'list the sites', example: 'site list' },
    async (session) => {
      const { sites, problem } = await session.withDaemon((daemon) => daemon.call(admin.ListSites, {}));
      warnOfProblem(session, problem, knownOfSites);
      const document = {
        sites: sites.map((site) => siteDocument(site, problem)),
        ...problemDocument(problem),
      };
      session.print(document, () =>
        table(
          ['SITE', 'AS', 'NODES', 'LAN'],
          sites.map((site) => [
            site.name,
            knownNumber(site.asn),
            site.nodes.join(' '),
            knownNames(site.lan, problem),
          ]),
        ),
      );
    },
  );

  const show = command(
    io,
    {
      usage: 'show <name>',
      summary: 'show a site and the values that hold there',
      example: 'site show berlin',
    },
    async (session, _options, name = '') => {
      const { site, values, problem } = await session.withDaemon((daemon) =>
        daemon.call(admin.GetSite, { name }),
      );
      warnOfProblem(session, problem, knownOfSites);
      const document = { site: siteDocument(site, problem), values: valueDocuments(values) };
      session.print({ ...document, ...problemDocument(problem) }, () => {
        const lines = [
          `site ${name}`,
          `AS:    ${knownNumber(site?.asn ?? 0)}`,
          `nodes: ${site?.nodes.join(' ') || 'none'}`,
          `lan:   ${knownNames(site?.lan ?? [], problem)}`,
        ];
        return `${lines.join('\n')}\n\n${renderValues(values)}`;
      });
    },
  );

  const remove = command(
    io,
    {
      usage: 'remove <name>',
      summary: "remove a site and its nodes from the inventory's work tree",
      example: 'site remove berlin',
    },
    async (session, _options, name = '') => {
      const response = await session.withDaemon((daemon) => daemon.call(admin.RemoveSite, { name }));
      session.print(
        toDocument(response),
        () => `site ${name} removed, with ${count(response.removedNodes.length, 'node')}`,
      );
    },
  );
  return group(io, 'site', 'the sites of the inventory', 'site list', [add, list, show, remove]);
}
