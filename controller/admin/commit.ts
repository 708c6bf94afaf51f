import type { CommitRequest } from '../../shared/gen/towline/v1/CommitRequest.ts';
import type { CommitResponseInput } from '../../shared/gen/towline/v1/CommitResponse.ts';
import { commit as commitRelease } from '../release/commit.ts';
import { checkedAuthor, checkedMessage } from './commit-text.ts';
import type { AdminContext } from './context.ts';
import { type AdminCall, noChanges, progressTo, requireCaller, send } from './stream.ts';

/**
 * Commits the work tree and makes a release of it. Once begun it goes on to its end, also if the caller goes.
 * Throws `invalid`, InventoryError, `conflict`.
 */
export async function commit(
  { queue, releases, clock, log }: AdminContext,
  call: AdminCall<CommitRequest, CommitResponseInput>,
): Promise<void> {
  const { message, author } = call.request;
  const text = { message: checkedMessage(message), author: checkedAuthor(author) };
  const sink = { progress: progressTo(clock, call), change: noChanges };
  const summary = await queue(async () => {
    requireCaller(call);
    return commitRelease(releases, text, sink);
  });
  if (summary.release > 0)
    log.info({ release: summary.release, nodes: summary.changedNodes }, 'release made');
  await send(clock, call, { summary });
}
