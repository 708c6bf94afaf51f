// Original file: proto/towline/v1/admin.proto


/**
 * LeftNode is a node that a rollout tells at its end only.
 */
export interface LeftNodeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Why.
   */
  'reason'?: (string);
}

/**
 * LeftNode is a node that a rollout tells at its end only.
 */
export interface LeftNode {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Why.
   */
  'reason': (string);
}
