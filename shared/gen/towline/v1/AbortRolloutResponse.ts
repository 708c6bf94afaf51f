// Original file: proto/towline/v1/admin.proto

import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

/**
 * AbortRolloutResponse shows the rollout.
 */
export interface AbortRolloutResponseInput {
  /**
   * The rollout.
   */
  'rollout'?: (_towline_v1_RolloutInput | null);
}

/**
 * AbortRolloutResponse shows the rollout.
 */
export interface AbortRolloutResponse {
  /**
   * The rollout.
   */
  'rollout': (_towline_v1_Rollout | null);
}
