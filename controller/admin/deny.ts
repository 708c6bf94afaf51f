import { TowlineError } from '../../shared/errors.ts';
import type { DenyRequest } from '../../shared/gen/towline/v1/DenyRequest.ts';
import type { DenyResponse } from '../../shared/gen/towline/v1/DenyResponse.ts';
import type { AdminContext } from './context.ts';
import { findPending } from './find-pending.ts';

/** Refuses a router that asked to join. Throws `notFound`, `conflict`, `invalid`. */
export function deny({ store, log }: AdminContext, { code, reason }: DenyRequest): DenyResponse {
  if (reason.length > 500) throw new TowlineError('invalid', 'a reason has at most 500 characters');
  const router = findPending(store, code);
  store.enrollments.deny(router.identityKey, reason);
  log.info({ code: router.code, host_name: router.hostName }, 'router denied');
  return {};
}
