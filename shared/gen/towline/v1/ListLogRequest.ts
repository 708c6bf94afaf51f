// Original file: proto/towline/v1/admin.proto


/**
 * ListLogRequest asks for the newest commits.
 */
export interface ListLogRequestInput {
  /**
   * At most so many; 0 for 20.
   */
  'limit'?: (number);
}

/**
 * ListLogRequest asks for the newest commits.
 */
export interface ListLogRequest {
  /**
   * At most so many; 0 for 20.
   */
  'limit': (number);
}
