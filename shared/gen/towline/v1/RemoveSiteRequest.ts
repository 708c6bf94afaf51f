// Original file: proto/towline/v1/admin.proto


/**
 * RemoveSiteRequest names a site.
 */
export interface RemoveSiteRequestInput {
  /**
   * Name of the site.
   */
  'name'?: (string);
}

/**
 * RemoveSiteRequest names a site.
 */
export interface RemoveSiteRequest {
  /**
   * Name of the site.
   */
  'name': (string);
}
