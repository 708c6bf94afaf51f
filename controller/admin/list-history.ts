import type { ListHistoryRequest } from '../../shared/gen/towline/v1/ListHistoryRequest.ts';
import type { ListHistoryResponse } from '../../shared/gen/towline/v1/ListHistoryResponse.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';

/** Changes that are shown unless more are asked for. */
const usual = 50;
/** More are not kept. */
const most = 10_000;

/** What changed at a node, newest first. Throws `notFound`. */
export function listHistory(
  { store }: Pick<AdminContext, 'store'>,
  { nodeName, limit }: ListHistoryRequest,
): ListHistoryResponse {
  const { nodeId } = findEnrolled(store, nodeName);
  const changes = store.history.of(nodeId, Math.min(limit === 0 ? usual : limit, most));
  return { changes: changes.map(({ at, ...change }) => ({ atMs: at, ...change })) };
}
