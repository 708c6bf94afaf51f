// Original file: proto/towline/v1/admin.proto


/**
 * AddSiteRequest names a new site.
 */
export interface AddSiteRequestInput {
  /**
   * Name of the site.
   */
  'name'?: (string);
  /**
   * Groups that the site joins; none leaves the key away.
   */
  'groups'?: (string)[];
}

/**
 * AddSiteRequest names a new site.
 */
export interface AddSiteRequest {
  /**
   * Name of the site.
   */
  'name': (string);
  /**
   * Groups that the site joins; none leaves the key away.
   */
  'groups': (string)[];
}
