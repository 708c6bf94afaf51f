// Original file: proto/towline/v1/admin.proto


/**
 * GetNodeRequest names a node.
 */
export interface GetNodeRequestInput {
  /**
   * Name of the node.
   */
  'name'?: (string);
}

/**
 * GetNodeRequest names a node.
 */
export interface GetNodeRequest {
  /**
   * Name of the node.
   */
  'name': (string);
}
