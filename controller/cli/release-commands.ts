import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import type { Release } from '../../shared/gen/towline/v1/Release.ts';
import { defaultAuthor } from './author.ts';
import { count, renderChanges } from './changes.ts';
import { admin } from './client.ts';
import { command, group } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseRelease } from './release-number.ts';
import { changeDocuments } from './release-texts.ts';
import { table } from './table.ts';

export function releaseCommands(io: Io) {
  const list = command<{ limit: string }>(
    io,
    { usage: 'list', summary: 'list the releases, newest first', example: 'release list --limit 10' },
    async (session, { limit }) => {
      if (!/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError(`${limit} is no number of releases`);
      const response = await session.withDaemon((daemon) =>
        daemon.call(admin.ListReleases, { limit: Number(limit) }),
      );
      session.print(toDocument(response), () =>
        table(
          ['RELEASE', 'MADE', 'ACTIVE', 'CONFIRMED', 'NODES', 'AUTHOR', 'MESSAGE'],
          response.releases.map((release) => [
            release.number,
            time(release),
            release.activated ? 'yes' : 'no',
            release.confirmedNodes,
            release.changedNodes.length,
            release.author.replace(/ <.*/, ''),
            release.message.split('\n')[0] ?? '',
          ]),
        ),
      );
    },
  ).addOption(new Option('--limit <number>', 'at most so many').default('20'));

  const show = command(
    io,
    { usage: 'show [release]', summary: 'show a release (the newest)', example: 'release show 7' },
    async (session, _options, text?: string) => {
      const { release } = await session.withDaemon((daemon) =>
        daemon.call(admin.GetRelease, { release: parseRelease(text) }),
      );
      session.print({ release: toDocument(release) }, () => (release === null ? '' : describe(release)));
    },
  );

  const diff = command(
    io,
    {
      usage: 'diff <from> [to]',
      summary: 'show what differs between two releases (to: the newest)',
      example: 'release diff 6 7',
    },
    async (session, _options, from?: string, to?: string) => {
      const { changes } = await session.withDaemon((daemon) =>
        daemon.call(admin.DiffReleases, { from: parseRelease(from), to: parseRelease(to) }),
      );
      session.print({ changes: changeDocuments(changes) }, () =>
        changes.length === 0 ? 'Nothing differs.' : renderChanges(io, changes),
      );
    },
  );
  return group(io, 'release', 'the releases made so far', 'release list', [list, show, diff]);
}

export function rollbackCommand(io: Io) {
  return command<{ dryRun?: boolean; author?: string }>(
    io,
    {
      usage: 'rollback [release]',
      summary: 'make and activate a new release with the content of an old one (the one before the newest)',
      example: 'rollback 6 --dry-run',
      notes: 'The inventory goes back with it, as a new commit.',
    },
    async (session, { dryRun = false, author = defaultAuthor(io.env) }, text?: string) => {
      const { release, changes } = await session.withDaemon((daemon) =>
        daemon.call(admin.Rollback, { release: parseRelease(text), author, dryRun }),
      );
      const document = {
        release: release === 0 ? null : release,
        dry_run: dryRun,
        changes: changeDocuments(changes),
      };
      session.print(document, () => {
        if (changes.length === 0) return 'No bundle differs: no release made.';
        const nodes = count(changes.length, 'node');
        const said = dryRun
          ? `${nodes} would change.`
          : `Release ${release} made and activated, it changes ${nodes}.`;
        return `${renderChanges(io, changes)}\n${said}`;
      });
    },
  )
    .addOption(new Option('--dry-run', 'only show what would change'))
    .addOption(new Option('--author <author>', '"Name <address>" (default: the user at this host)'));
}

function describe(release: Release): string {
  return `release ${release.number}, made ${time(release)} by ${release.author}
activated: ${release.activated ? 'yes' : 'no'}, confirmed by ${count(release.confirmedNodes, 'node')}
inventory: ${release.inventoryCommit}
changes:   ${release.changedNodes.join(' ')}

${release.message}`;
}

function time(release: Release): string {
  return new Date(release.createdUnixS * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
