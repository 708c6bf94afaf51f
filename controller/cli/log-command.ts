import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { type Io, plain } from './io.ts';
import { table, utcTime } from './table.ts';

export function logCommand(io: Io) {
  return command<{ number: string }>(
    io,
    {
      usage: 'log',
      summary: 'list the commits of the inventory, newest first, and the releases made of them',
      example: ['log -n 5', 'log --json'],
      notes: 'It lists the bare repository, where pushes go. All else that git can tell: towline git log.',
    },
    async (session, { number }) => {
      if (!/^[1-9]\d{0,3}$/.test(number))
        throw new UsageError(`${number} is no number of commits (1 to 9999)`);
      const response = await session.withDaemon((daemon) =>
        daemon.call(admin.ListLog, { limit: Number(number) }),
      );
      session.print(toDocument(response), () =>
        table(
          ['COMMIT', 'TIME', 'AUTHOR', 'RELEASE', 'ACTIVATED', 'SUBJECT'],
          response.entries.map((entry) => [
            entry.commit.slice(0, 10),
            utcTime(entry.timeUnixS),
            plain(entry.author.replace(/ <.*/, '')),
            entry.release || '',
            entry.activatedUnixS === 0 ? '' : utcTime(entry.activatedUnixS),
            plain(entry.subject),
          ]),
        ),
      );
    },
  ).addOption(new Option('-n, --number <number>', 'at most so many').default('20'));
}
