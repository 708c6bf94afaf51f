// Original file: proto/towline/v1/admin.proto


/**
 * RevokeNodeRequest names a node whose router is not to be trusted any more.
 */
export interface RevokeNodeRequestInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * What the router is told should it ask to join again; at most 500 characters.
   */
  'reason'?: (string);
}

/**
 * RevokeNodeRequest names a node whose router is not to be trusted any more.
 */
export interface RevokeNodeRequest {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * What the router is told should it ask to join again; at most 500 characters.
   */
  'reason': (string);
}
