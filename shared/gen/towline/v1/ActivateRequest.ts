// Original file: proto/towline/v1/admin.proto


/**
 * ActivateRequest makes a release the desired one.
 */
export interface ActivateRequestInput {
  /**
   * The release; 0 for the newest.
   */
  'release'?: (number);
  /**
   * Only these nodes; with none of all three lists, every node.
   */
  'nodes'?: (string)[];
  /**
   * Only the nodes of these sites.
   */
  'sites'?: (string)[];
  /**
   * Only the nodes of these groups.
   */
  'groups'?: (string)[];
}

/**
 * ActivateRequest makes a release the desired one.
 */
export interface ActivateRequest {
  /**
   * The release; 0 for the newest.
   */
  'release': (number);
  /**
   * Only these nodes; with none of all three lists, every node.
   */
  'nodes': (string)[];
  /**
   * Only the nodes of these sites.
   */
  'sites': (string)[];
  /**
   * Only the nodes of these groups.
   */
  'groups': (string)[];
}
