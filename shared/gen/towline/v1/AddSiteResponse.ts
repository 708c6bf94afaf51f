// Original file: proto/towline/v1/admin.proto

import type { SiteInput as _towline_v1_SiteInput, Site as _towline_v1_Site } from '../../towline/v1/Site.ts';

/**
 * AddSiteResponse shows the new site.
 */
export interface AddSiteResponseInput {
  /**
   * The site.
   */
  'site'?: (_towline_v1_SiteInput | null);
  /**
   * File of the work tree that was written.
   */
  'file'?: (string);
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, AS number and LAN are not known.
   */
  'problem'?: (string);
}

/**
 * AddSiteResponse shows the new site.
 */
export interface AddSiteResponse {
  /**
   * The site.
   */
  'site': (_towline_v1_Site | null);
  /**
   * File of the work tree that was written.
   */
  'file': (string);
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, AS number and LAN are not known.
   */
  'problem': (string);
}
