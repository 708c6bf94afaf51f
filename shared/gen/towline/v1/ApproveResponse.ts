// Original file: proto/towline/v1/admin.proto

import type { NodeInput as _towline_v1_NodeInput, Node as _towline_v1_Node } from '../../towline/v1/Node.ts';

/**
 * ApproveResponse shows the node.
 */
export interface ApproveResponseInput {
  /**
   * The node.
   */
  'node'?: (_towline_v1_NodeInput | null);
  /**
   * Whether the site was made with it.
   */
  'madeSite'?: (boolean);
  /**
   * Whether the node was.
   */
  'madeNode'?: (boolean);
}

/**
 * ApproveResponse shows the node.
 */
export interface ApproveResponse {
  /**
   * The node.
   */
  'node': (_towline_v1_Node | null);
  /**
   * Whether the site was made with it.
   */
  'madeSite': (boolean);
  /**
   * Whether the node was.
   */
  'madeNode': (boolean);
}
