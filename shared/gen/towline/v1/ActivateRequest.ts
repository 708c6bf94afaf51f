// Original file: proto/towline/v1/admin.proto


/**
 * ActivateRequest makes a release the desired one.
 */
export interface ActivateRequestInput {
  /**
   * The release; 0 for the newest.
   */
  'release'?: (number);
  /**
   * Only these nodes; none for all.
   */
  'nodes'?: (string)[];
}

/**
 * ActivateRequest makes a release the desired one.
 */
export interface ActivateRequest {
  /**
   * The release; 0 for the newest.
   */
  'release': (number);
  /**
   * Only these nodes; none for all.
   */
  'nodes': (string)[];
}
