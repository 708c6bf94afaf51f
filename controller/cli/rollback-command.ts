import { Option } from 'commander';
import type { RollbackSummary } from '../../shared/gen/towline/v1/RollbackSummary.ts';
import { defaultAuthor } from './author.ts';
import { count } from './changes.ts';
import { type AdminClient, admin } from './client.ts';
import { command } from './command.ts';
import { comparedLine } from './compared.ts';
import { requireYes } from './confirm.ts';
import { warningLines } from './findings.ts';
import { type Io, paint, plain } from './io.ts';
import { type DiffFlags, diffOptions, showsDiffs, tunnelText } from './plan-command.ts';
import { receive } from './receive.ts';
import { parseRelease } from './release-number.ts';
import { type ChangeReport, countsText, createReport } from './report.ts';
import type { Session } from './session.ts';

interface RollbackFlags extends DiffFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly author?: string;
}

interface Target {
  readonly release: number;
  readonly author: string;
  readonly dryRun: boolean;
  /** The newest release when its plan was shown; 0 if none was. */
  readonly expectedNewest: number;
}

export function rollbackCommand(io: Io) {
  const self = command<RollbackFlags>(
    io,
    {
      usage: 'rollback [release]',
      summary: 'make and activate a new release with the content of an old one (the one before the newest)',
      example: ['rollback', 'rollback 6 --dry-run', 'rollback 6 --yes --summary'],
      notes:
        'It shows what would change and, on a terminal, asks before it does it; --yes answers that.\nThe inventory goes back with it, as a new commit.',
    },
    async (session, flags, text?: string) => {
      const { dryRun = false, yes = false, author = defaultAuthor(io.env) } = flags;
      const target = { release: parseRelease(text), author, dryRun, expectedNewest: 0 };
      const asks = io.ask !== undefined && !yes && !dryRun;
      await session.withDaemon(async (daemon) => {
        if (asks) await confirmed(session, daemon, target, flags);
        else await atOnce(session, daemon, target, flags);
      });
    },
  )
    .addOption(new Option('--dry-run', 'only show what would change'))
    .addOption(new Option('-y, --yes', 'do not ask'))
    .addOption(new Option('--author <author>', '"Name <address>" (default: the user at this host)'));
  for (const option of diffOptions()) self.addOption(option);
  return self;
}

async function atOnce(session: Session, daemon: AdminClient, target: Target, flags: DiffFlags) {
  const report = createReport(session, showsDiffs(flags));
  const summary = await receive(daemon.stream(admin.Rollback, target), session.progress, report.add);
  report.end(documentOf(summary, target.dryRun), () => {
    if (report.isEmpty)
      return `${targetLine(session.io, summary)}\n${doneText(session.io, summary, target.dryRun)}`;
    return `${planText(session.io, report, summary)}\n${doneText(session.io, summary, target.dryRun)}`;
  });
}

/** Shows the plan, asks, and does it only as long as the plan is still that one. */
async function confirmed(session: Session, daemon: AdminClient, target: Target, flags: DiffFlags) {
  const { io, json } = session;
  const { releases } = await daemon.call(admin.ListReleases, { limit: 1, before: 0 });
  const expectedNewest = releases[0]?.number ?? 0;
  const report = createReport(session, showsDiffs(flags));
  const events = daemon.stream(admin.Rollback, { ...target, expectedNewest, dryRun: true });
  const planned = await receive(events, session.progress, report.add);
  // Whatever release it is to be: that of the plan, not that of the moment of the answer.
  const fixed = { ...target, release: planned.targetRelease, expectedNewest };
  const plan = planText(io, report, planned);
  // With --json there is one document, and it says what was done.
  if (!json) report.end({}, () => `${warningLines(io, planned.warnings)}${plan}`);
  const question = `${json ? `${plan}\n` : ''}Roll back to release ${fixed.release}?`;
  await requireYes(io, question).catch((error: unknown) => {
    report.drop();
    throw error;
  });
  const summary = await receive(daemon.stream(admin.Rollback, fixed), session.progress);
  const done = doneText(io, summary, false);
  if (json) report.end(documentOf(summary, false), () => done);
  else io.out(`${done}\n`);
}

/** What would be done, the release that it goes back to as the last line. */
function planText(io: Io, report: ChangeReport, summary: RollbackSummary): string {
  const plan = report.isEmpty
    ? 'No bundle differs; only the inventory goes back.'
    : `Plan: ${countsText(report.counts)}. ${tunnelText(report.counts)}`;
  return `${comparedLine(summary)}\n${plan}\n${targetLine(io, summary)}`;
}

function targetLine(io: Io, { targetRelease, targetMessage }: RollbackSummary): string {
  const subject = plain(targetMessage.split('\n')[0] ?? '');
  return paint(io, 'bold', `Back to release ${targetRelease}: "${subject}"`);
}

function doneText(io: Io, { release, changedNodes, warnings }: RollbackSummary, dryRun: boolean): string {
  const head = warningLines(io, warnings);
  if (changedNodes === 0) return `${head}No bundle differs: no release made.`;
  if (dryRun) return `${head}Nothing was done: --dry-run.`;
  return `${head}Release ${release} made and activated, it changes ${count(changedNodes, 'node')}.`;
}

function documentOf(summary: RollbackSummary, dryRun: boolean) {
  const { release, warnings, baseRelease, activeRelease, targetRelease, targetMessage } = summary;
  return {
    release: release === 0 ? null : release,
    dry_run: dryRun,
    base_release: baseRelease,
    active_release: activeRelease,
    target_release: targetRelease,
    target_message: targetMessage,
    warnings,
  };
}
