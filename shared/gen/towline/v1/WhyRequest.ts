// Original file: proto/towline/v1/admin.proto


/**
 * WhyRequest names what to look at.
 */
export interface WhyRequestInput {
  /**
   * Name of a node.
   */
  'nodeName'?: (string);
  /**
   * Name of another one: the link with it, or the way to it; empty for the node
   * itself and all its links.
   */
  'otherName'?: (string);
}

/**
 * WhyRequest names what to look at.
 */
export interface WhyRequest {
  /**
   * Name of a node.
   */
  'nodeName': (string);
  /**
   * Name of another one: the link with it, or the way to it; empty for the node
   * itself and all its links.
   */
  'otherName': (string);
}
