import { TowlineError } from '../../shared/errors.ts';
import type { DenyRequest } from '../../shared/gen/towline/v1/DenyRequest.ts';
import type { DenyResponse } from '../../shared/gen/towline/v1/DenyResponse.ts';
import type { AdminContext } from './context.ts';
import { findPending } from './find-pending.ts';

/** Refuses a router that asked to join. Throws `notFound`, `conflict`, `invalid`. */
export function deny(context: AdminContext, request: DenyRequest): DenyResponse {
  const { store, audit, log } = context;
  const { reason } = request;
  if (reason.length > 500) throw new TowlineError('invalid', 'a reason has at most 500 characters');
  const { identityKey, code, hostName, address } = findPending(context, request.code);
  const detail = { code, address, reason };
  store.transaction(() => {
    store.enrollments.deny(identityKey, reason);
    audit.note({ action: 'enrollment.denied', subject: hostName, detail });
  });
  log.info({ code, host_name: hostName }, 'router denied');
  return {};
}
