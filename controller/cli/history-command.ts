import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import type { HistoryEntry } from '../../shared/gen/towline/v1/HistoryEntry.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { type Io, plain } from './io.ts';
import { table, utcTime } from './table.ts';

/** More are not kept of a node. */
const most = 10_000;

export function historyCommand(io: Io) {
  return command<{ limit: string }>(
    io,
    {
      usage: 'history <name>',
      summary: 'show what changed at a node: contact, releases, drift, BIRD and links, newest first',
      example: ['node history fra1', 'node history fra1 --limit 500 --json'],
      notes:
        'It is what the node reported, at the time at which the controller heard of it. The latest 500 changes of a node\nare kept, and the last one of each thing.',
    },
    async (session, { limit }, name = '') => {
      const number = /^\d{1,5}$/.test(limit) ? Number(limit) : 0;
      if (number < 1 || number > most)
        throw new UsageError(`--limit ${limit}: expected a number from 1 to ${most}`);
      const { changes } = await session.withDaemon((daemon) =>
        daemon.call(admin.ListHistory, { nodeName: name, limit: number }),
      );
      session.print({ node: name, changes: changes.map(toDocument) }, () =>
        changes.length === 0
          ? `nothing is known of ${name} yet`
          : table(
              ['TIME', 'WHAT', 'WAS', 'BECAME'],
              changes.map((change) => [
                utcTime(change.atMs / 1000),
                plain(whatOf(change)),
                plain(change.from),
                plain(change.to),
              ]),
            ),
      );
    },
  ).addOption(new Option('--limit <n>', 'changes at most').default('50'));
}

function whatOf({ subject, name }: HistoryEntry): string {
  return name === '' ? subject : `${subject} ${name}`;
}
