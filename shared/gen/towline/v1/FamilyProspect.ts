// Original file: proto/towline/v1/agent.proto

import type { ProspectInput as _towline_v1_ProspectInput, Prospect as _towline_v1_Prospect } from '../../towline/v1/Prospect.ts';

/**
 * FamilyProspect is a prospect with its reason.
 */
export interface FamilyProspectInput {
  /**
   * Whether it can work.
   */
  'prospect'?: (_towline_v1_ProspectInput);
  /**
   * Why, for people; empty where there is nothing to say.
   */
  'reason'?: (string);
}

/**
 * FamilyProspect is a prospect with its reason.
 */
export interface FamilyProspect {
  /**
   * Whether it can work.
   */
  'prospect': (_towline_v1_Prospect);
  /**
   * Why, for people; empty where there is nothing to say.
   */
  'reason': (string);
}
