import type { CheckRequest } from '../../shared/gen/towline/v1/CheckRequest.ts';
import type { CheckResponseInput } from '../../shared/gen/towline/v1/CheckResponse.ts';
import { check as checkNetwork } from '../release/check.ts';
import type { AdminContext } from './context.ts';
import { type AdminCall, noChanges, progressTo, requireCaller, send } from './stream.ts';

/** Looks at the network as a whole. Throws InventoryError, `conflict`, `unavailable` if the caller goes. */
export async function check(
  { queue, releases, clock }: AdminContext,
  call: AdminCall<CheckRequest, CheckResponseInput>,
): Promise<void> {
  const sink = { progress: progressTo(clock, call), change: noChanges };
  const summary = await queue(async () => {
    requireCaller(call);
    return checkNetwork(releases, sink);
  });
  await send(clock, call, { summary });
}
