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
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, only names and what is enrolled are known.
   */
  'problem'?: (string);
}

/**
 * ListNodesResponse lists nodes.
 */
export interface ListNodesResponse {
  /**
   * The nodes, sorted by name.
   */
  'nodes': (_towline_v1_Node)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, only names and what is enrolled are known.
   */
  'problem': (string);
}
