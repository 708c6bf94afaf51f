// Original file: proto/towline/v1/admin.proto

import type { FindingInput as _towline_v1_FindingInput, Finding as _towline_v1_Finding } from '../../towline/v1/Finding.ts';

/**
 * CheckSummary ends a check.
 */
export interface CheckSummaryInput {
  /**
   * Number of nodes in the inventory.
   */
  'nodes'?: (number);
  /**
   * Number of links in the inventory.
   */
  'links'?: (number);
  /**
   * Number of configurations that were given to `bird -p`.
   */
  'birdChecked'?: (number);
  /**
   * What was found, the worst first.
   */
  'findings'?: (_towline_v1_FindingInput)[];
}

/**
 * CheckSummary ends a check.
 */
export interface CheckSummary {
  /**
   * Number of nodes in the inventory.
   */
  'nodes': (number);
  /**
   * Number of links in the inventory.
   */
  'links': (number);
  /**
   * Number of configurations that were given to `bird -p`.
   */
  'birdChecked': (number);
  /**
   * What was found, the worst first.
   */
  'findings': (_towline_v1_Finding)[];
}
