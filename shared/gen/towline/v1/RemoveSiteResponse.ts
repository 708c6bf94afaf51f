// Original file: proto/towline/v1/admin.proto


/**
 * RemoveSiteResponse says what went.
 */
export interface RemoveSiteResponseInput {
  /**
   * Names of the nodes that were removed with it.
   */
  'removedNodes'?: (string)[];
}

/**
 * RemoveSiteResponse says what went.
 */
export interface RemoveSiteResponse {
  /**
   * Names of the nodes that were removed with it.
   */
  'removedNodes': (string)[];
}
