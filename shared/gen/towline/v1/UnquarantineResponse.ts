// Original file: proto/towline/v1/admin.proto


/**
 * UnquarantineResponse says what the node tries again.
 */
export interface UnquarantineResponseInput {
  /**
   * The release that the node should run.
   */
  'release'?: (number);
  /**
   * Whether the node's watch stream is open: otherwise it is told when it is
   * in contact again.
   */
  'connected'?: (boolean);
}

/**
 * UnquarantineResponse says what the node tries again.
 */
export interface UnquarantineResponse {
  /**
   * The release that the node should run.
   */
  'release': (number);
  /**
   * Whether the node's watch stream is open: otherwise it is told when it is
   * in contact again.
   */
  'connected': (boolean);
}
