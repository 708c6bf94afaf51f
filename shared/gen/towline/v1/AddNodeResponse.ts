// Original file: proto/towline/v1/admin.proto

import type { NodeInput as _towline_v1_NodeInput, Node as _towline_v1_Node } from '../../towline/v1/Node.ts';

/**
 * AddNodeResponse shows the new node.
 */
export interface AddNodeResponseInput {
  /**
   * The node.
   */
  'node'?: (_towline_v1_NodeInput | null);
  /**
   * File of the work tree that was written.
   */
  'file'?: (string);
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, only names and what is enrolled are known.
   */
  'problem'?: (string);
}

/**
 * AddNodeResponse shows the new node.
 */
export interface AddNodeResponse {
  /**
   * The node.
   */
  'node': (_towline_v1_Node | null);
  /**
   * File of the work tree that was written.
   */
  'file': (string);
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, only names and what is enrolled are known.
   */
  'problem': (string);
}
