// Original file: proto/towline/v1/admin.proto

import type { FindingInput as _towline_v1_FindingInput, Finding as _towline_v1_Finding } from '../../towline/v1/Finding.ts';

/**
 * PlanSummary ends a plan.
 */
export interface PlanSummaryInput {
  /**
   * Release that it is compared with; 0 if there is none.
   */
  'baseRelease'?: (number);
  /**
   * Number of nodes whose bundle would change.
   */
  'changedNodes'?: (number);
  /**
   * Things worth knowing that are no errors.
   */
  'warnings'?: (string)[];
  /**
   * What the network as a whole would look like.
   */
  'findings'?: (_towline_v1_FindingInput)[];
  /**
   * Newest release that was activated everywhere; 0 if none was.
   */
  'activeRelease'?: (number);
}

/**
 * PlanSummary ends a plan.
 */
export interface PlanSummary {
  /**
   * Release that it is compared with; 0 if there is none.
   */
  'baseRelease': (number);
  /**
   * Number of nodes whose bundle would change.
   */
  'changedNodes': (number);
  /**
   * Things worth knowing that are no errors.
   */
  'warnings': (string)[];
  /**
   * What the network as a whole would look like.
   */
  'findings': (_towline_v1_Finding)[];
  /**
   * Newest release that was activated everywhere; 0 if none was.
   */
  'activeRelease': (number);
}
