// Original file: proto/towline/v1/admin.proto


/**
 * GetRolloutRequest asks for a rollout.
 */
export interface GetRolloutRequestInput {
  /**
   * Its number; 0 for the one under way, or the newest.
   */
  'number'?: (number);
}

/**
 * GetRolloutRequest asks for a rollout.
 */
export interface GetRolloutRequest {
  /**
   * Its number; 0 for the one under way, or the newest.
   */
  'number': (number);
}
