import type { ResumeRolloutResponse } from '../../shared/gen/towline/v1/ResumeRolloutResponse.ts';
import { save } from '../rollout/drive.ts';
import { requireCurrent, resumed } from '../rollout/requests.ts';
import type { AdminContext } from './context.ts';
import { rolloutMessage } from './get-rollout.ts';

/** Goes on with a rollout that is paused or has stopped: failed nodes are left as they are. Throws `notFound`, `conflict`. */
export function resumeRollout(context: AdminContext): ResumeRolloutResponse {
  const { store, releases, clock, rolloutWake } = context;
  const before = requireCurrent(store);
  const after = resumed(before, clock.now());
  save(releases, before, after);
  rolloutWake.notify();
  return { rollout: rolloutMessage(context, after) };
}
