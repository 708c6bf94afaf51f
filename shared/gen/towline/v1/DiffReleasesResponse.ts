// Original file: proto/towline/v1/admin.proto

import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from '../../towline/v1/NodeChange.ts';

/**
 * DiffReleasesResponse lists what differs.
 */
export interface DiffReleasesResponseInput {
  /**
   * The nodes whose bundle differs, sorted by name.
   */
  'changes'?: (_towline_v1_NodeChangeInput)[];
}

/**
 * DiffReleasesResponse lists what differs.
 */
export interface DiffReleasesResponse {
  /**
   * The nodes whose bundle differs, sorted by name.
   */
  'changes': (_towline_v1_NodeChange)[];
}
