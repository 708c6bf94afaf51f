// Original file: proto/towline/v1/admin.proto


/**
 * ListReleasesRequest pages through the releases.
 */
export interface ListReleasesRequestInput {
  /**
   * At most so many; 0 for 50.
   */
  'limit'?: (number);
  /**
   * Only releases below this number; 0 for all.
   */
  'before'?: (number);
}

/**
 * ListReleasesRequest pages through the releases.
 */
export interface ListReleasesRequest {
  /**
   * At most so many; 0 for 50.
   */
  'limit': (number);
  /**
   * Only releases below this number; 0 for all.
   */
  'before': (number);
}
