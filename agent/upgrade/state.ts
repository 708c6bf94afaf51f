import { compareDebianVersions } from '../../shared/version-order.ts';
import type { Ordered, Trial, UpgradeJournal } from './journal.ts';

/** An agent that is tried is started so often at most: it may end for a power cut too. */
export const mostAttempts = 3;
/** A proved one that ends as often soon after its start is one no longer. */
export const mostStarts = 5;

/** What the launcher sees when it starts. */
export interface Here {
  /** The launcher's own file: the agent of the package. */
  readonly packaged: { readonly digest: string; readonly version: string };
  readonly bootId: string;
  /** Seconds since the machine was booted. */
  readonly uptimeS: number;
  /** What the agent of before said when it ended; empty for nothing. */
  readonly lastWords: string;
}

/** What is to run, and the journal that has to be on the disk before it does. */
export interface Start {
  readonly journal: UpgradeJournal;
  readonly agent:
    | { readonly kind: 'packaged' }
    /** `isWatched`: it has not yet run for long in this boot, and may hang. */
    | { readonly kind: 'current'; readonly file: Ordered; readonly isWatched: boolean }
    | { readonly kind: 'trial'; readonly file: Trial & { readonly untilUptimeS: number } };
}

/** Decides which agent runs now. Pure. */
export function decideStart(journal: UpgradeJournal, here: Here): Start {
  const { trial, current } = journal;
  if (trial !== undefined) {
    const reason = whyOver(trial, here);
    if (reason !== undefined) return decideStart(endTrial(journal, reason), here);
    const isSameBoot = trial.bootId === here.bootId && trial.untilUptimeS !== undefined;
    const untilUptimeS = isSameBoot ? (trial.untilUptimeS ?? 0) : here.uptimeS + trial.windowS;
    const file = { ...trial, attempts: trial.attempts + 1, bootId: here.bootId, untilUptimeS };
    return { journal: { ...journal, trial: file }, agent: { kind: 'trial', file } };
  }
  if (current === undefined) return { journal, agent: { kind: 'packaged' } };
  if (isOvertaken(current, here)) return decideStart({ ...journal, current: undefined }, here);
  if (current.starts >= mostStarts) {
    const reason = withWords(`it ended ${mostStarts} times in a row soon after its start`, here);
    return decideStart(dropCurrent(journal, reason), here);
  }
  const isWatched = current.bootId !== here.bootId || current.starts > 0;
  const file = { ...current, starts: current.starts + 1, bootId: here.bootId };
  return { journal: { ...journal, current: file }, agent: { kind: 'current', file, isWatched } };
}

function whyOver(trial: Trial, here: Here): string | undefined {
  if (isOvertaken(trial, here)) return `the package brought agent ${here.packaged.version} meanwhile`;
  if (trial.attempts >= mostAttempts)
    return withWords(`it ended ${mostAttempts} times before it was proved`, here);
  const isLate =
    trial.bootId === here.bootId && trial.untilUptimeS !== undefined && here.uptimeS >= trial.untilUptimeS;
  return isLate ? withWords(`it was not proved within ${trial.windowS} s`, here) : undefined;
}

/** Whether the package was changed since, and to something that is not older: the later word of the admin's counts. */
function isOvertaken({ packaged, version }: Ordered & { readonly packaged: string }, here: Here): boolean {
  return packaged !== here.packaged.digest && compareDebianVersions(here.packaged.version, version) >= 0;
}

function withWords(reason: string, { lastWords }: Here): string {
  return lastWords === '' ? reason : `${reason}: ${lastWords}`;
}

/** The agent that was tried is not any more; the one of before runs from the next start on. Pure. */
export function endTrial(journal: UpgradeJournal, reason: string): UpgradeJournal {
  const { trial, ...rest } = journal;
  if (trial === undefined) return journal;
  return { ...rest, last: { ...orderOf(trial), outcome: 'rolledBack', reason } };
}

/** The agent that is tried is proved. Pure. */
export function confirmTrial(journal: UpgradeJournal): UpgradeJournal {
  const { trial, ...rest } = journal;
  if (trial === undefined) return journal;
  const file = orderOf(trial);
  return {
    ...rest,
    current: { ...file, packaged: trial.packaged, starts: 0 },
    last: { ...file, outcome: 'confirmed', reason: '' },
  };
}

/** The agent that took the place of the packaged one does not any more. Pure. */
export function dropCurrent(journal: UpgradeJournal, reason: string): UpgradeJournal {
  const { current, ...rest } = journal;
  if (current === undefined) return journal;
  return { ...rest, last: { ...orderOf(current), outcome: 'rolledBack', reason } };
}

/** What runs has run for long, or ended as it was told to. Pure. */
export function settle(journal: UpgradeJournal): UpgradeJournal {
  const { current } = journal;
  return current === undefined ? journal : { ...journal, current: { ...current, starts: 0 } };
}

function orderOf({ digest, version, epoch, number }: Ordered): Ordered {
  return { digest, version, epoch, number };
}
