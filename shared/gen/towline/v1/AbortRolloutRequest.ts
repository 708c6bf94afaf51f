// Original file: proto/towline/v1/admin.proto


/**
 * AbortRolloutRequest says what becomes of what was changed.
 */
export interface AbortRolloutRequestInput {
  /**
   * Whether nodes that were told get back what they had.
   */
  'rollback'?: (boolean);
}

/**
 * AbortRolloutRequest says what becomes of what was changed.
 */
export interface AbortRolloutRequest {
  /**
   * Whether nodes that were told get back what they had.
   */
  'rollback': (boolean);
}
