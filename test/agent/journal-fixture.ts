import { emptyJournal, type Journal } from '../../agent/journal/schema.ts';
import { type JournalEvent, transition } from '../../agent/journal/state.ts';

/** What happens to a journal, in short: bundles are digits, and a good one is confirmed. */
export const ref = (digit: string, release: number) => ({ digest: digit.repeat(64), epoch: 1, release });
export const after = (events: JournalEvent[], journal: Journal = emptyJournal) =>
  events.reduce(transition, journal);
export const stage = (digit: string, release = 1): JournalEvent => ({
  kind: 'stage',
  bundle: ref(digit, release),
});
export const [check, change, prove, confirm] = (['check', 'switch', 'prove', 'confirm'] as const).map(
  (kind): JournalEvent => ({ kind }),
) as [JournalEvent, JournalEvent, JournalEvent, JournalEvent];
export const fail: JournalEvent = { kind: 'fail', step: 'links', reason: 'x', unconfirmed: false };
export const rolledBack = (counts: boolean, reason = 'x'): JournalEvent => ({
  kind: 'rolledBack',
  reason,
  counts,
});
export const good = (digit: string, release = 1) => [stage(digit, release), check, change, prove, confirm];
export const bad = (digit: string, counts = true) => [
  stage(digit, 2),
  check,
  change,
  fail,
  rolledBack(counts),
];
export const operator: JournalEvent = { kind: 'operator', reason: 'an operator asked' };
