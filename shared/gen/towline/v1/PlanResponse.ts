// Original file: proto/towline/v1/admin.proto

import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from '../../towline/v1/NodeChange.ts';

/**
 * PlanResponse says what a commit would do.
 */
export interface PlanResponseInput {
  /**
   * Release that it is compared with; 0 if there is none.
   */
  'baseRelease'?: (number);
  /**
   * The nodes whose bundle would change, sorted by name.
   */
  'changes'?: (_towline_v1_NodeChangeInput)[];
  /**
   * Things worth knowing that are no errors.
   */
  'warnings'?: (string)[];
}

/**
 * PlanResponse says what a commit would do.
 */
export interface PlanResponse {
  /**
   * Release that it is compared with; 0 if there is none.
   */
  'baseRelease': (number);
  /**
   * The nodes whose bundle would change, sorted by name.
   */
  'changes': (_towline_v1_NodeChange)[];
  /**
   * Things worth knowing that are no errors.
   */
  'warnings': (string)[];
}
