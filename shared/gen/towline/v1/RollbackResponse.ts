// Original file: proto/towline/v1/admin.proto

import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from '../../towline/v1/NodeChange.ts';

/**
 * RollbackResponse says what was made.
 */
export interface RollbackResponseInput {
  /**
   * The new release; 0 if nothing differs or it was a dry run.
   */
  'release'?: (number);
  /**
   * The nodes whose bundle changes, sorted by name.
   */
  'changes'?: (_towline_v1_NodeChangeInput)[];
}

/**
 * RollbackResponse says what was made.
 */
export interface RollbackResponse {
  /**
   * The new release; 0 if nothing differs or it was a dry run.
   */
  'release': (number);
  /**
   * The nodes whose bundle changes, sorted by name.
   */
  'changes': (_towline_v1_NodeChange)[];
}
