// Original file: proto/towline/v1/admin.proto


/**
 * AddNodeRequest names a new node.
 */
export interface AddNodeRequestInput {
  /**
   * Name of the node, unique in the network.
   */
  'name'?: (string);
  /**
   * Site of the node.
   */
  'siteName'?: (string);
  /**
   * Value of `endpoint`; empty leaves the key away.
   */
  'endpoint'?: (string);
  /**
   * Value of `lan`; none leaves the key away.
   */
  'lan'?: (string)[];
}

/**
 * AddNodeRequest names a new node.
 */
export interface AddNodeRequest {
  /**
   * Name of the node, unique in the network.
   */
  'name': (string);
  /**
   * Site of the node.
   */
  'siteName': (string);
  /**
   * Value of `endpoint`; empty leaves the key away.
   */
  'endpoint': (string);
  /**
   * Value of `lan`; none leaves the key away.
   */
  'lan': (string)[];
}
