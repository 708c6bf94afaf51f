import type { Clock } from '../../shared/os/clock.ts';
import type { StoredReport } from '../store/reports.ts';
import type { Store } from '../store/store.ts';
import type { Watches } from './watches.ts';

/** How a router that is enrolled is, worst first. */
export const conditions = ['failed', 'away', 'pending', 'ok'] as const;
export type Condition = (typeof conditions)[number];

export interface ConditionSources {
  readonly store: Pick<Store, 'desired' | 'reports'>;
  readonly watches: Pick<Watches, 'isOpen'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A node whose watch is closed counts as in contact this long after its last report, in ms. */
export const contactMs = 30_000;

/** How a node is: out of contact, or as far as it is with the bundle that it should run. */
export function conditionOf({ store, watches, clock }: ConditionSources, nodeId: number): Condition {
  const stored = store.reports.get(nodeId);
  const isRecent = stored !== undefined && clock.now() - stored.received <= contactMs;
  if (!watches.isOpen(nodeId) && !isRecent) return 'away';
  return ofBundle(store.desired.get(nodeId), stored);
}

function ofBundle(desired: number, stored: StoredReport | undefined): Condition {
  const last = stored?.report.lastApply;
  const running = stored?.report.runningRelease ?? 0;
  const ended = last?.release === desired ? last.outcome : undefined;
  if (ended === 'APPLY_OUTCOME_ROLLED_BACK' || ended === 'APPLY_OUTCOME_REFUSED') return 'failed';
  return desired === 0 || running !== desired || ended === 'APPLY_OUTCOME_APPLYING' ? 'pending' : 'ok';
}
