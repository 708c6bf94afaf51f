import type { ApproveRequest } from '../../shared/gen/towline/v1/ApproveRequest.ts';
import type { ApproveResponse } from '../../shared/gen/towline/v1/ApproveResponse.ts';
import type { AdminContext } from './context.ts';
import { findPending } from './find-pending.ts';
import { letIn } from './let-in.ts';
import { toNode } from './model.ts';

/**
 * Makes a waiting router a node. Throws `notFound`, `exists`, `conflict`, `invalid`, InventoryError; then the router
 * still waits.
 */
export function approve(context: AdminContext, request: ApproveRequest): Promise<ApproveResponse> {
  return context.queue(async () => {
    const router = findPending(context, request.code);
    const { model, madeSite, madeNode } = await letIn(context, router, request);
    return { node: toNode({ ...model, enrolled: true }), madeSite, madeNode };
  });
}
