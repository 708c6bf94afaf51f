// Original file: proto/towline/v1/admin.proto

import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

/**
 * GetRolloutResponse shows a rollout.
 */
export interface GetRolloutResponseInput {
  /**
   * The rollout; absent if there never was one.
   */
  'rollout'?: (_towline_v1_RolloutInput | null);
}

/**
 * GetRolloutResponse shows a rollout.
 */
export interface GetRolloutResponse {
  /**
   * The rollout; absent if there never was one.
   */
  'rollout': (_towline_v1_Rollout | null);
}
