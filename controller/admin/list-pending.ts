import type { ListPendingResponse } from '../../shared/gen/towline/v1/ListPendingResponse.ts';
import type { AdminContext } from './context.ts';

/** Lists the routers that ask to join, oldest first. */
export function listPending({ store, clock }: AdminContext): ListPendingResponse {
  const now = clock.now();
  return {
    pending: store.enrollments.pending().map(({ code, hostName, address, created, facts }) => ({
      code,
      hostName,
      address,
      ageS: Math.max(0, Math.floor((now - created) / 1000)),
      facts,
    })),
  };
}
