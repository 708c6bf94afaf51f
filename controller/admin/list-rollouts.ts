import type { ListRolloutsRequest } from '../../shared/gen/towline/v1/ListRolloutsRequest.ts';
import type { ListRolloutsResponse } from '../../shared/gen/towline/v1/ListRolloutsResponse.ts';
import type { AdminContext } from './context.ts';
import { summaryMessage } from './get-rollout.ts';

const defaultLimit = 20;
const mostRollouts = 1_000;

/** Lists the rollouts, newest first. */
export function listRollouts(
  { store, clock }: AdminContext,
  { limit }: ListRolloutsRequest,
): ListRolloutsResponse {
  const rows = store.rollouts.list(Math.min(limit || defaultLimit, mostRollouts));
  return {
    rollouts: rows.map((row) => summaryMessage(row, store.rollouts.counts(row.number), clock.now())),
  };
}
