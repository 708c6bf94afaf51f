// Original file: proto/towline/v1/admin.proto

import type { SiteInput as _towline_v1_SiteInput, Site as _towline_v1_Site } from '../../towline/v1/Site.ts';
import type { ValueInput as _towline_v1_ValueInput, Value as _towline_v1_Value } from '../../towline/v1/Value.ts';

/**
 * GetSiteResponse shows a site.
 */
export interface GetSiteResponseInput {
  /**
   * The site.
   */
  'site'?: (_towline_v1_SiteInput | null);
  /**
   * Its effective values.
   */
  'values'?: (_towline_v1_ValueInput)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, AS number and LAN are not known.
   */
  'problem'?: (string);
}

/**
 * GetSiteResponse shows a site.
 */
export interface GetSiteResponse {
  /**
   * The site.
   */
  'site': (_towline_v1_Site | null);
  /**
   * Its effective values.
   */
  'values': (_towline_v1_Value)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, AS number and LAN are not known.
   */
  'problem': (string);
}
