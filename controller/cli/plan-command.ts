import { Option } from 'commander';
import type { PlanSummary } from '../../shared/gen/towline/v1/PlanSummary.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { comparedLine, comparedText } from './compared.ts';
import { Exit, exitCode } from './exit-codes.ts';
import { findingDocuments, findingLines, warningLines } from './findings.ts';
import { type Io, paint } from './io.ts';
import { receive } from './receive.ts';
import { type ChangeReport, type Counts, countsText, createReport } from './report.ts';

/** How much of a change to show. */
export interface DiffFlags {
  /** False with --no-diff. */
  readonly diff: boolean;
  readonly summary?: boolean;
}

/** The options of DiffFlags. */
export function diffOptions(): Option[] {
  return [
    new Option('--no-diff', 'which files differ, not how'),
    new Option('--summary', 'the same: what it does to each router, and which files'),
  ];
}

export function showsDiffs({ diff, summary = false }: DiffFlags): boolean {
  return diff && !summary;
}

export function planCommand(io: Io) {
  const self = command<DiffFlags>(
    io,
    {
      usage: 'plan',
      summary: 'show what a commit would change on which router, and what that does to it; writes nothing',
      example: ['plan', 'plan --summary', 'plan --json'],
      notes:
        'For each node: what happens to its links, sessions and prefixes, the worst first, then its files.\nAfter the nodes: what the network as a whole would look like (see towline check).',
      exitCodes:
        '0 nothing would change, 2 something would, 1 an error, wrong usage, or BIRD does not take it',
    },
    async (session, flags) => {
      const report = createReport(session, showsDiffs(flags));
      const summary = await session.withDaemon((daemon) =>
        receive(daemon.stream(admin.Plan, {}), session.progress, report.add),
      );
      const { baseRelease, activeRelease, warnings, findings } = summary;
      const rest = {
        base_release: baseRelease,
        active_release: activeRelease,
        findings: findingDocuments(findings),
        warnings,
      };
      report.end(rest, () => endOf(io, report, summary));
      if (isRefused(summary)) throw new Exit(exitCode.error);
      if (!report.isEmpty) throw new Exit(exitCode.changes);
    },
  );
  for (const option of diffOptions()) self.addOption(option);
  return self;
}

function endOf(io: Io, report: ChangeReport, summary: PlanSummary): string {
  const notes = `${findingLines(io, summary.findings)}${warningLines(io, summary.warnings)}`;
  if (report.isEmpty) return `${notes}Nothing would change (${comparedText(summary)}).`;
  const lines = [
    comparedLine(summary),
    `Plan: ${countsText(report.counts)}. ${tunnelText(report.counts)}`,
    ...(isRefused(summary) ? [paint(io, 'red', 'commit would refuse this: BIRD does not take it')] : []),
  ];
  return `${notes}${notes === '' ? '' : '\n'}${lines.join('\n')}`;
}

/** Whether a commit would end with an error where this plan does not. */
function isRefused({ findings }: PlanSummary): boolean {
  return findings.some(({ kind }) => kind === 'bird');
}

/** What becomes of the management tunnel: no bundle has a word on it, but a node that leaves loses it. */
export function tunnelText({ removed }: Counts): string {
  return removed === 0
    ? 'The management tunnel is not touched.'
    : 'The management tunnel is not touched, but for what is removed: that loses it.';
}
