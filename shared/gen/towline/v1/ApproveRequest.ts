// Original file: proto/towline/v1/admin.proto


/**
 * ApproveRequest accepts a router.
 */
export interface ApproveRequestInput {
  /**
   * Its code, or its number.
   */
  'code'?: (string);
  /**
   * Name of the node that it becomes; empty for its host name.
   */
  'nodeName'?: (string);
  /**
   * Site in which to make the node if the inventory does not have it.
   */
  'siteName'?: (string);
  /**
   * Whether it may take the place of a router that is enrolled as this node.
   */
  'replace'?: (boolean);
}

/**
 * ApproveRequest accepts a router.
 */
export interface ApproveRequest {
  /**
   * Its code, or its number.
   */
  'code': (string);
  /**
   * Name of the node that it becomes; empty for its host name.
   */
  'nodeName': (string);
  /**
   * Site in which to make the node if the inventory does not have it.
   */
  'siteName': (string);
  /**
   * Whether it may take the place of a router that is enrolled as this node.
   */
  'replace': (boolean);
}
