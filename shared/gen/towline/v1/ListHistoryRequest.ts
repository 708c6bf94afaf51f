// Original file: proto/towline/v1/admin.proto


/**
 * ListHistoryRequest asks what changed at a node.
 */
export interface ListHistoryRequestInput {
  /**
   * Name of an enrolled node.
   */
  'nodeName'?: (string);
  /**
   * Changes at most; 0 for 50.
   */
  'limit'?: (number);
}

/**
 * ListHistoryRequest asks what changed at a node.
 */
export interface ListHistoryRequest {
  /**
   * Name of an enrolled node.
   */
  'nodeName': (string);
  /**
   * Changes at most; 0 for 50.
   */
  'limit': (number);
}
