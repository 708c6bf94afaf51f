// Original file: proto/towline/v1/admin.proto


/**
 * GetReleaseRequest names a release.
 */
export interface GetReleaseRequestInput {
  /**
   * The release; 0 for the newest.
   */
  'release'?: (number);
}

/**
 * GetReleaseRequest names a release.
 */
export interface GetReleaseRequest {
  /**
   * The release; 0 for the newest.
   */
  'release': (number);
}
