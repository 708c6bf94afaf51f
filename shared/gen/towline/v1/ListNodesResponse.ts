// Original file: proto/towline/v1/admin.proto

import type { NodeInput as _towline_v1_NodeInput, Node as _towline_v1_Node } from '../../towline/v1/Node.ts';

/**
 * ListNodesResponse lists nodes.
 */
export interface ListNodesResponseInput {
  /**
   * The nodes, sorted by name.
   */
  'nodes'?: (_towline_v1_NodeInput)[];
}

/**
 * ListNodesResponse lists nodes.
 */
export interface ListNodesResponse {
  /**
   * The nodes, sorted by name.
   */
  'nodes': (_towline_v1_Node)[];
}
