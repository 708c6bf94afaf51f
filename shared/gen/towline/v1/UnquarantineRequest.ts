// Original file: proto/towline/v1/admin.proto


/**
 * UnquarantineRequest names a node.
 */
export interface UnquarantineRequestInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
}

/**
 * UnquarantineRequest names a node.
 */
export interface UnquarantineRequest {
  /**
   * Name of the node.
   */
  'nodeName': (string);
}
