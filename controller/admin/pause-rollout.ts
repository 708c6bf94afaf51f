import type { PauseRolloutResponse } from '../../shared/gen/towline/v1/PauseRolloutResponse.ts';
import { save } from '../rollout/drive.ts';
import { paused, requireCurrent } from '../rollout/requests.ts';
import type { AdminContext } from './context.ts';
import { rolloutMessage } from './get-rollout.ts';

/** Tells nobody more until the rollout is resumed; those told prove themselves. Throws `notFound`, `conflict`. */
export function pauseRollout(context: AdminContext): PauseRolloutResponse {
  const { store, releases, clock, rolloutWake } = context;
  const before = requireCurrent(store);
  const after = paused(before, clock.now());
  save(releases, before, after);
  rolloutWake.notify();
  return { rollout: rolloutMessage(context, after) };
}
