import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { collect, command, group } from './command.ts';
import type { Io } from './io.ts';
import { table } from './table.ts';
import { renderValues, valueDocuments } from './values.ts';

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
      session.print(toDocument(response), () => `site ${name} added in ${response.file}`);
    },
  ).addOption(new Option('--group <group>', 'group that the site joins; may be repeated').argParser(collect));

  const list = command(
    io,
    { usage: 'list', summary: 'list the sites', example: 'site list' },
    async (session) => {
      const response = await session.withDaemon((daemon) => daemon.call(admin.ListSites, {}));
      session.print(toDocument(response), () =>
        table(
          ['SITE', 'AS', 'NODES', 'LAN'],
          response.sites.map((site) => [site.name, site.asn || '', site.nodes.join(' '), site.lan.join(' ')]),
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
      const { site, values } = await session.withDaemon((daemon) => daemon.call(admin.GetSite, { name }));
      session.print({ site: toDocument(site), values: valueDocuments(values) }, () => {
        const nodes = site?.nodes.join(' ') || 'none';
        return `site ${name}\nAS:    ${site?.asn}\nnodes: ${nodes}\nlan:   ${site?.lan.join(' ')}\n\n${renderValues(values)}`;
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
