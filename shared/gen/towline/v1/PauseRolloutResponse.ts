// Original file: proto/towline/v1/admin.proto

import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

/**
 * PauseRolloutResponse shows the rollout.
 */
export interface PauseRolloutResponseInput {
  /**
   * The rollout.
   */
  'rollout'?: (_towline_v1_RolloutInput | null);
}

/**
 * PauseRolloutResponse shows the rollout.
 */
export interface PauseRolloutResponse {
  /**
   * The rollout.
   */
  'rollout': (_towline_v1_Rollout | null);
}
