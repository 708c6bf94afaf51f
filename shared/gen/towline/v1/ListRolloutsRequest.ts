// Original file: proto/towline/v1/admin.proto


/**
 * ListRolloutsRequest asks for the newest rollouts.
 */
export interface ListRolloutsRequestInput {
  /**
   * At most so many; 0 for 20.
   */
  'limit'?: (number);
}

/**
 * ListRolloutsRequest asks for the newest rollouts.
 */
export interface ListRolloutsRequest {
  /**
   * At most so many; 0 for 20.
   */
  'limit': (number);
}
