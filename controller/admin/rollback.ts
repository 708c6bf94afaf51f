import { TowlineError } from '../../shared/errors.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import type { RollbackRequest } from '../../shared/gen/towline/v1/RollbackRequest.ts';
import type { RollbackResponseInput } from '../../shared/gen/towline/v1/RollbackResponse.ts';
import { rollback as rollbackRelease } from '../release/rollback.ts';
import { requireNone } from '../rollout/requests.ts';
import type { Store } from '../store/store.ts';
import { boundedChange } from './bounded-change.ts';
import { checkedAuthor } from './commit-text.ts';
import type { AdminContext } from './context.ts';
import { afterCommit } from './plan.ts';
import { type AdminCall, progressTo, requireCaller, send } from './stream.ts';

/**
 * Goes back to an old release's content. A caller who goes while the changes are sent stops it; after them it
 * goes on to its end. Throws `invalid`, `notFound`, `conflict`, InventoryError, `unavailable`.
 */
export async function rollback(
  { queue, store, releases, clock, log, repositories }: AdminContext,
  call: AdminCall<RollbackRequest, RollbackResponseInput>,
): Promise<void> {
  const { release, author, dryRun, expectedNewest } = call.request;
  const by = checkedAuthor(author);
  const seeAll = afterCommit(repositories.rendered);
  const sink = {
    progress: progressTo(clock, call),
    change: (change: NodeChange) => send(clock, call, { change: boundedChange(change, seeAll) }),
  };
  const summary = await queue(async () => {
    requireCaller(call);
    if (!dryRun) requireNone(store, 'rollback');
    requireNewest(store, expectedNewest);
    return rollbackRelease(releases, release, by, dryRun, sink);
  });
  if (summary.release > 0) log.info({ release: summary.release, to: release }, 'rolled back');
  await send(clock, call, { summary });
}

/** Somebody looked at a plan and said yes to it; another release would make it another plan. */
function requireNewest(store: Store, expected: number): void {
  const newest = store.releases.newest();
  if (expected === 0 || expected === newest) return;
  throw new TowlineError(
    'conflict',
    `release ${newest} was made meanwhile, so this is not the plan that you saw: repeat the rollback`,
  );
}
