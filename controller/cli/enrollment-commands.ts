import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { type Io, plain } from './io.ts';
import { age, table } from './table.ts';

export function pendingCommand(io: Io) {
  return command(
    io,
    {
      usage: 'pending',
      summary: 'list the routers that ask to join',
      example: 'pending',
      notes: `Compare the code with the one that the router shows, then approve it, by its code or its number (#), which is that
of one request for good. EXPIRES: a request is forgotten when its router has not asked for so long.`,
    },
    async (session) => {
      const response = await session.withDaemon((daemon) => daemon.call(admin.ListPending, {}));
      session.print(toDocument(response), () => {
        if (response.pending.length === 0) return 'No router waits.';
        const rows = table(
          ['#', 'CODE', 'HOST', 'ADDRESS', 'SINCE', 'EXPIRES', 'AGENT', 'HARDWARE'],
          response.pending.map(({ number, code, hostName, address, ageS, expiresS, facts }) => [
            number,
            code,
            hostName,
            address,
            age(ageS),
            age(expiresS),
            facts?.agentVersion ?? '',
            `${facts?.hardware ?? ''} ${facts?.architecture ?? ''}`.trim(),
          ]),
        );
        const notes = response.pending
          .filter(({ note }) => note !== '')
          .map(
            ({ number, hostName, note }) =>
              `\n${number} (${hostName}): its token did not let it in: ${plain(note)}`,
          );
        return `${rows}${notes.length === 0 ? '' : '\n'}${notes.join('')}`;
      });
    },
  );
}

export function approveCommand(io: Io) {
  return command<{ node?: string; site?: string; as?: string }>(
    io,
    {
      usage: 'approve <code>',
      summary: 'let a router into the network, as the node of its host name or of --node',
      example: ['approve 7H2K-9QWD-41ZB-M0XR --node fra1 --site frankfurt', 'approve 3'],
      notes: 'With --site, site and node are made if the inventory does not have them.',
    },
    async (session, { node, site = '', as }, code = '') => {
      if (node !== undefined && as !== undefined) throw new UsageError('--node and --as exclude each other');
      const request = { code, nodeName: as ?? node ?? '', siteName: site, replace: as !== undefined };
      const response = await session.withDaemon((daemon) => daemon.call(admin.Approve, request));
      session.print(toDocument(response), () => {
        const { node: made, madeSite, madeNode } = response;
        const site = madeSite ? `site ${made?.siteName} and ` : '';
        const head = madeNode ? `made ${site}node ${made?.name}\n` : '';
        return `${head}router approved as ${made?.siteName}/${made?.name}, number ${made?.nodeId}; commit and activate to give it its bundle`;
      });
    },
  )
    .addOption(new Option('--node <node>', 'name of the node'))
    .addOption(new Option('--site <site>', 'site in which to make the node'))
    .addOption(new Option('--as <node>', 'put it in the place of the router that is this node now'));
}

export function denyCommand(io: Io) {
  return command<{ reason?: string }>(
    io,
    {
      usage: 'deny <code>',
      summary: 'refuse a router that asks to join',
      example: 'deny 7H2K-9QWD-41ZB-M0XR --reason "not ours"',
    },
    async (session, { reason = '' }, code = '') => {
      await session.withDaemon((daemon) => daemon.call(admin.Deny, { code, reason }));
      session.print({ denied: code }, () => `router ${code} denied`);
    },
  ).addOption(new Option('--reason <text>', 'what the router is told'));
}
