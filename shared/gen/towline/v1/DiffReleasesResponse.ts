// Original file: proto/towline/v1/admin.proto

import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from '../../towline/v1/NodeChange.ts';

/**
 * DiffReleasesResponse is one node whose bundle differs; they come sorted by
 * name.
 */
export interface DiffReleasesResponseInput {
  /**
   * The node.
   */
  'change'?: (_towline_v1_NodeChangeInput | null);
}

/**
 * DiffReleasesResponse is one node whose bundle differs; they come sorted by
 * name.
 */
export interface DiffReleasesResponse {
  /**
   * The node.
   */
  'change': (_towline_v1_NodeChange | null);
}
