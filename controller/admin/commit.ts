import type { CommitRequest } from '../../shared/gen/towline/v1/CommitRequest.ts';
import type { CommitResponse } from '../../shared/gen/towline/v1/CommitResponse.ts';
import { commit as commitRelease } from '../release/commit.ts';
import { checkedAuthor, checkedMessage } from './commit-text.ts';
import type { AdminContext } from './context.ts';

/** Commits the work tree and makes a release of it. Throws `invalid`, InventoryError, `conflict`. */
export async function commit(
  { queue, releases, log }: AdminContext,
  request: CommitRequest,
): Promise<CommitResponse> {
  const text = { message: checkedMessage(request.message), author: checkedAuthor(request.author) };
  const response = await queue(() => commitRelease(releases, text));
  if (response.release > 0)
    log.info({ release: response.release, nodes: response.changedNodes }, 'release made');
  return response;
}
