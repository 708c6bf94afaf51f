import type { PlanResponse } from '../../shared/gen/towline/v1/PlanResponse.ts';
import { plan as planRelease } from '../release/plan.ts';
import type { AdminContext } from './context.ts';

/** What a commit would do. Throws InventoryError, `conflict`. */
export function plan({ queue, releases }: AdminContext): Promise<PlanResponse> {
  return queue(() => planRelease(releases));
}
