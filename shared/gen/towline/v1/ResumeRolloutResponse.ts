// Original file: proto/towline/v1/admin.proto

import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

/**
 * ResumeRolloutResponse shows the rollout.
 */
export interface ResumeRolloutResponseInput {
  /**
   * The rollout.
   */
  'rollout'?: (_towline_v1_RolloutInput | null);
}

/**
 * ResumeRolloutResponse shows the rollout.
 */
export interface ResumeRolloutResponse {
  /**
   * The rollout.
   */
  'rollout': (_towline_v1_Rollout | null);
}
