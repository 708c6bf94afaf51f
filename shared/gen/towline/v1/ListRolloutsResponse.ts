// Original file: proto/towline/v1/admin.proto

import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

/**
 * ListRolloutsResponse lists rollouts.
 */
export interface ListRolloutsResponseInput {
  /**
   * The rollouts, newest first, without their nodes.
   */
  'rollouts'?: (_towline_v1_RolloutInput)[];
}

/**
 * ListRolloutsResponse lists rollouts.
 */
export interface ListRolloutsResponse {
  /**
   * The rollouts, newest first, without their nodes.
   */
  'rollouts': (_towline_v1_Rollout)[];
}
