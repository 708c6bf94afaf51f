import { identityFingerprint } from '../../shared/enrollment/request.ts';
import type { ListPendingResponse } from '../../shared/gen/towline/v1/ListPendingResponse.ts';
import { dropExpired, pendingForMs } from '../enrollment/expiry.ts';
import type { AdminContext } from './context.ts';

/** Lists the routers that ask to join, oldest first. */
export function listPending({ store, clock }: AdminContext): ListPendingResponse {
  const now = clock.now();
  dropExpired(store, now);
  return {
    pending: store.enrollments.pending().map((router) => {
      const { code, number, hostName, address, created, lastSeen, facts, note, identityKey } = router;
      return {
        code,
        number,
        hostName,
        address,
        ageS: seconds(now - created),
        expiresS: seconds(lastSeen + pendingForMs - now),
        facts,
        note,
        identityFingerprint: identityFingerprint(identityKey),
      };
    }),
  };
}

function seconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}
