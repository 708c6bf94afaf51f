// Original file: proto/towline/v1/admin.proto

import type { NodeInput as _towline_v1_NodeInput, Node as _towline_v1_Node } from '../../towline/v1/Node.ts';
import type { ValueInput as _towline_v1_ValueInput, Value as _towline_v1_Value } from '../../towline/v1/Value.ts';

/**
 * GetNodeResponse shows a node.
 */
export interface GetNodeResponseInput {
  /**
   * The node.
   */
  'node'?: (_towline_v1_NodeInput | null);
  /**
   * Its effective values.
   */
  'values'?: (_towline_v1_ValueInput)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, only names and what is enrolled are known.
   */
  'problem'?: (string);
}

/**
 * GetNodeResponse shows a node.
 */
export interface GetNodeResponse {
  /**
   * The node.
   */
  'node': (_towline_v1_Node | null);
  /**
   * Its effective values.
   */
  'values': (_towline_v1_Value)[];
  /**
   * First line of what is wrong with the inventory; empty if it is in order.
   * While it is not, only names and what is enrolled are known.
   */
  'problem': (string);
}
