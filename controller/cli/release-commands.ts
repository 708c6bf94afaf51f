import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import type { Release } from '../../shared/gen/towline/v1/Release.ts';
import { changeDocument, count, nameList, renderChange } from './changes.ts';
import { type AdminClient, admin } from './client.ts';
import { command, group } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { type Io, plain } from './io.ts';
import { type DiffFlags, diffOptions, showsDiffs } from './plan-command.ts';
import { parseRelease } from './release-number.ts';
import { countsText, createReport } from './report.ts';
import type { Session } from './session.ts';
import { createSpool } from './spool.ts';
import { table, utcTime } from './table.ts';

export function releaseCommands(io: Io) {
  return group(io, 'release', 'the releases made so far', 'release list', [
    listCommand(io),
    showCommand(io),
    diffCommand(io),
  ]);
}

function listCommand(io: Io) {
  return command<{ limit: string; before?: string }>(
    io,
    {
      usage: 'list',
      summary: 'list the releases, newest first',
      example: ['release list --limit 10', 'release list --before 100'],
    },
    async (session, { limit, before }) => {
      if (!/^[1-9]\d{0,5}$/.test(limit)) throw new UsageError(`${limit} is no number of releases`);
      const request = { limit: Number(limit), before: parseRelease(before) };
      const response = await session.withDaemon((daemon) => daemon.call(admin.ListReleases, request));
      session.print(toDocument(response), () =>
        table(
          ['RELEASE', 'MADE', 'ACTIVE', 'CONFIRMED', 'NODES', 'AUTHOR', 'MESSAGE'],
          response.releases.map((release) => [
            release.number,
            utcTime(release.createdUnixS),
            release.activated ? 'yes' : 'no',
            release.confirmedNodes,
            release.changedNodes.length,
            plain(release.author.replace(/ <.*/, '')),
            plain(release.message.split('\n')[0] ?? ''),
          ]),
        ),
      );
    },
  )
    .addOption(new Option('--limit <number>', 'at most so many').default('20'))
    .addOption(new Option('--before <release>', 'only older ones than this'));
}

function showCommand(io: Io) {
  return command<{ impact?: boolean; diff?: boolean }>(
    io,
    {
      usage: 'show [release]',
      summary: 'show a release (the newest), and what it changed',
      example: ['release show 7', 'release show 7 --impact'],
    },
    async (session, { impact = false, diff = false }, text?: string) => {
      await session.withDaemon(async (daemon) => {
        const { release } = await daemon.call(admin.GetRelease, { release: parseRelease(text) });
        if (release === null) return;
        if (impact || diff) await showChanges(session, daemon, release, diff);
        else session.print({ release: toDocument(release) }, () => describe(release));
      });
    },
  )
    .addOption(new Option('--impact', 'what it did to each router, and which files it changed'))
    .addOption(new Option('--diff', 'the same, with the differences'));
}

async function showChanges(session: Session, daemon: AdminClient, release: Release, withDiffs: boolean) {
  const { io, json } = session;
  const spool = createSpool();
  const head = { release: toDocument(release) };
  spool.write(json ? `${JSON.stringify(head).slice(0, -1)},"changes":[` : `${describe(release).trimEnd()}\n`);
  let separator = '';
  for await (const { change } of daemon.stream(admin.DiffReleases, { from: 0, to: release.number })) {
    if (change === null) continue;
    if (json) spool.write(`${separator}${JSON.stringify(changeDocument(change, withDiffs))}`);
    else spool.write(`\n${renderChange(io, change, withDiffs)}`);
    separator = ',';
  }
  if (json) spool.write(']}\n');
  spool.flush(io.out);
}

function diffCommand(io: Io) {
  const self = command<DiffFlags>(
    io,
    {
      usage: 'diff <from> [to]',
      summary: 'show what differs between two releases (to: the newest), and what that does to each router',
      example: ['release diff 6 7', 'release diff 6 --summary'],
    },
    async (session, flags, from?: string, to?: string) => {
      const report = createReport(session, showsDiffs(flags));
      const request = { from: parseRelease(from), to: parseRelease(to) };
      await session.withDaemon(async (daemon) => {
        for await (const { change } of daemon.stream(admin.DiffReleases, request))
          if (change !== null) report.add(change);
      });
      report.end({}, () => (report.isEmpty ? 'Nothing differs.' : `${countsText(report.counts)}.`));
    },
  );
  for (const option of diffOptions()) self.addOption(option);
  return self;
}

function describe(release: Release): string {
  return plain(`release ${release.number}, made ${utcTime(release.createdUnixS)} by ${release.author}
activated: ${release.activated ? 'yes' : 'no'}, confirmed by ${count(release.confirmedNodes, 'node')}
inventory: ${release.inventoryCommit}
changes:   ${nameList(release.changedNodes, 'no node')}

${release.message}`);
}
