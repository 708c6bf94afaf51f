// Original file: proto/towline/v1/admin.proto

import type { PlannedLinkInput as _towline_v1_PlannedLinkInput, PlannedLink as _towline_v1_PlannedLink } from '../../towline/v1/PlannedLink.ts';

/**
 * NetworkPlan is the network as the inventory describes it.
 */
export interface NetworkPlanInput {
  /**
   * The links, sorted by their ends.
   */
  'links'?: (_towline_v1_PlannedLinkInput)[];
}

/**
 * NetworkPlan is the network as the inventory describes it.
 */
export interface NetworkPlan {
  /**
   * The links, sorted by their ends.
   */
  'links': (_towline_v1_PlannedLink)[];
}
