import type { RollbackRequest } from '../../shared/gen/towline/v1/RollbackRequest.ts';
import type { RollbackResponse } from '../../shared/gen/towline/v1/RollbackResponse.ts';
import { rollback as rollbackRelease } from '../release/rollback.ts';
import { checkedAuthor } from './commit-text.ts';
import type { AdminContext } from './context.ts';

/** Goes back to an old release's content. Throws `invalid`, `notFound`, `conflict`, InventoryError. */
export async function rollback(
  { queue, releases, log }: AdminContext,
  { release, author, dryRun }: RollbackRequest,
): Promise<RollbackResponse> {
  const by = checkedAuthor(author);
  const result = await queue(() => rollbackRelease(releases, release, by, dryRun));
  if (result.release > 0) log.info({ release: result.release, to: release }, 'rolled back');
  return result;
}
