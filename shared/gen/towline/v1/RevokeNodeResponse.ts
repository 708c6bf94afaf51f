// Original file: proto/towline/v1/admin.proto


/**
 * RevokeNodeResponse says what is left to do.
 */
export interface RevokeNodeResponseInput {
  /**
   * Names of the nodes that have a link to it until the next release, sorted.
   */
  'neighbours'?: (string)[];
  /**
   * Whether the node was in contact.
   */
  'wasConnected'?: (boolean);
}

/**
 * RevokeNodeResponse says what is left to do.
 */
export interface RevokeNodeResponse {
  /**
   * Names of the nodes that have a link to it until the next release, sorted.
   */
  'neighbours': (string)[];
  /**
   * Whether the node was in contact.
   */
  'wasConnected': (boolean);
}
