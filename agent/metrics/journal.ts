import type { Clock } from '../../shared/os/clock.ts';
import type { JournalEvent } from '../journal/state.ts';
import type { JournalStore } from '../journal/store.ts';

/** How applying a bundle ended. */
export const applyOutcomes = ['confirmed', 'refused', 'rolledBack'] as const;
/** Why a bundle was taken back: it failed while it was switched to or proven, or an operator wanted it. */
export const rollbackReasons = ['switching', 'proving', 'unconfirmed', 'operator'] as const;
export type RollbackReason = (typeof rollbackReasons)[number];

/** What a journal went through since this process began. */
export interface JournalCounts {
  readonly rollbacks: Record<RollbackReason, number>;
}

/**
 * A journal that counts what goes into it.
 *
 * @param onApplied called when applying a bundle ends, with the seconds that it took
 */
export function countingJournal(
  journal: JournalStore,
  clock: Pick<Clock, 'monotonic'>,
  onApplied: (outcome: (typeof applyOutcomes)[number], tookS: number) => void,
): JournalStore & { readonly counts: JournalCounts } {
  const counts: JournalCounts = { rollbacks: { switching: 0, proving: 0, unconfirmed: 0, operator: 0 } };
  let begunMs: number | undefined;

  const count = (event: JournalEvent, before: string) => {
    if (event.kind === 'stage') begunMs = clock.monotonic();
    if (event.kind === 'operator') counts.rollbacks.operator++;
    if (event.kind === 'fail')
      counts.rollbacks[
        event.unconfirmed ? 'unconfirmed' : before === 'switching' ? 'switching' : 'proving'
      ]++;
    const outcome = event.kind === 'confirm' ? 'confirmed' : event.kind;
    if (outcome !== 'confirmed' && outcome !== 'refused' && outcome !== 'rolledBack') return;
    // What an earlier process began, nobody here has timed.
    if (begunMs !== undefined) onApplied(outcome, (clock.monotonic() - begunMs) / 1000);
    begunMs = undefined;
  };
  const counted =
    (write: JournalStore['record']): JournalStore['record'] =>
    async (event) => {
      const before = journal.current().phase.state;
      const next = await write(event);
      count(event, before);
      return next;
    };
  return { ...journal, counts, record: counted(journal.record), tell: counted(journal.tell) };
}
