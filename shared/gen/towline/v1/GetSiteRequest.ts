// Original file: proto/towline/v1/admin.proto


/**
 * GetSiteRequest names a site.
 */
export interface GetSiteRequestInput {
  /**
   * Name of the site.
   */
  'name'?: (string);
}

/**
 * GetSiteRequest names a site.
 */
export interface GetSiteRequest {
  /**
   * Name of the site.
   */
  'name': (string);
}
