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
  /**
   * Id of the token that the router came by and that ended with it; empty if
   * none was open.
   */
  'endedToken'?: (string);
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
  /**
   * Id of the token that the router came by and that ended with it; empty if
   * none was open.
   */
  'endedToken': (string);
}
