import type { AbortRolloutRequest } from '../../shared/gen/towline/v1/AbortRolloutRequest.ts';
import type { AbortRolloutResponse } from '../../shared/gen/towline/v1/AbortRolloutResponse.ts';
import { save } from '../rollout/drive.ts';
import { newRolloutMemory, observe } from '../rollout/observe.ts';
import { aborted, requireCurrent } from '../rollout/requests.ts';
import type { AdminContext } from './context.ts';
import { rolloutMessage } from './get-rollout.ts';

/**
 * Ends a rollout where it is, or has nodes that were told take back what they had. It waits for an activation that is
 * under way: what it decides rests on who was told. Throws `notFound`, `conflict`.
 */
export function abortRollout(
  context: AdminContext,
  { rollback }: AbortRolloutRequest,
): Promise<AbortRolloutResponse> {
  const { queue, store, releases, watches, clock, rolloutWake } = context;
  return queue(async () => {
    const before = requireCurrent(store);
    const sources = { store, clock, watches, whyPutOff: releases.pairs.whyPutOff };
    const seen = observe(sources, before, newRolloutMemory());
    const after = aborted(before, seen, rollback, clock.now());
    save(releases, before, after);
    rolloutWake.notify();
    return { rollout: rolloutMessage(context, after) };
  });
}
