// Original file: proto/towline/v1/admin.proto


/**
 * RemoveNodeRequest names a node.
 */
export interface RemoveNodeRequestInput {
  /**
   * Name of the node.
   */
  'name'?: (string);
}

/**
 * RemoveNodeRequest names a node.
 */
export interface RemoveNodeRequest {
  /**
   * Name of the node.
   */
  'name': (string);
}
