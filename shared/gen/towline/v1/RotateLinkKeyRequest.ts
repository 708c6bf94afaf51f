// Original file: proto/towline/v1/admin.proto


/**
 * RotateLinkKeyRequest names a node.
 */
export interface RotateLinkKeyRequestInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
}

/**
 * RotateLinkKeyRequest names a node.
 */
export interface RotateLinkKeyRequest {
  /**
   * Name of the node.
   */
  'nodeName': (string);
}
