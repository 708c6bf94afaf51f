// Original file: proto/towline/v1/admin.proto


/**
 * ListNodesRequest selects nodes.
 */
export interface ListNodesRequestInput {
  /**
   * Only nodes of this site; empty for all.
   */
  'siteName'?: (string);
}

/**
 * ListNodesRequest selects nodes.
 */
export interface ListNodesRequest {
  /**
   * Only nodes of this site; empty for all.
   */
  'siteName': (string);
}
