// Original file: proto/towline/v1/admin.proto


/**
 * DiffReleasesRequest names two releases.
 */
export interface DiffReleasesRequestInput {
  /**
   * The older one.
   */
  'from'?: (number);
  /**
   * The newer one; 0 for the newest.
   */
  'to'?: (number);
}

/**
 * DiffReleasesRequest names two releases.
 */
export interface DiffReleasesRequest {
  /**
   * The older one.
   */
  'from': (number);
  /**
   * The newer one; 0 for the newest.
   */
  'to': (number);
}
