// Original file: proto/towline/v1/admin.proto

import type { SiteInput as _towline_v1_SiteInput, Site as _towline_v1_Site } from '../../towline/v1/Site.ts';

/**
 * ListSitesResponse lists the sites.
 */
export interface ListSitesResponseInput {
  /**
   * The sites, sorted by name.
   */
  'sites'?: (_towline_v1_SiteInput)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, AS number and LAN are not known.
   */
  'problem'?: (string);
}

/**
 * ListSitesResponse lists the sites.
 */
export interface ListSitesResponse {
  /**
   * The sites, sorted by name.
   */
  'sites': (_towline_v1_Site)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, AS number and LAN are not known.
   */
  'problem': (string);
}
