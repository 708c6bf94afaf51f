import type { PlanRequest } from '../../shared/gen/towline/v1/PlanRequest.ts';
import type { PlanResponseInput } from '../../shared/gen/towline/v1/PlanResponse.ts';
import { plan as planRelease } from '../release/plan.ts';
import { boundedChange } from './bounded-change.ts';
import type { AdminContext } from './context.ts';
import { type AdminCall, progressTo, requireCaller, send } from './stream.ts';

/** Sends what a commit would do. Throws InventoryError, `conflict`, `unavailable` if the caller goes. */
export async function plan(
  { queue, releases, clock, repositories }: AdminContext,
  call: AdminCall<PlanRequest, PlanResponseInput>,
): Promise<void> {
  const seeAll = afterCommit(repositories.rendered);
  const sink = {
    progress: progressTo(clock, call),
    change: (change: Parameters<typeof boundedChange>[0]) =>
      send(clock, call, { change: boundedChange(change, seeAll) }),
  };
  const summary = await queue(async () => {
    requireCaller(call);
    return planRelease(releases, sink);
  });
  await send(clock, call, { summary });
}

/** How to see the whole of a diff that nothing was made of yet. */
export function afterCommit(rendered: string): (path: string) => string {
  return (path) => `once it is released, 'git -C ${rendered} show --format= main -- ${path}' shows all`;
}
