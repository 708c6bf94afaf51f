// Original file: proto/towline/v1/admin.proto


/**
 * GetValueRequest asks for a key.
 */
export interface GetValueRequestInput {
  /**
   * Dotted key, or a table such as `bfd`.
   */
  'key'?: (string);
  /**
   * Where to look: empty for the network, `<site>`, or `<site>/<node>`.
   */
  'scope'?: (string);
  /**
   * Whether to include what is inherited, and the defaults.
   */
  'effective'?: (boolean);
}

/**
 * GetValueRequest asks for a key.
 */
export interface GetValueRequest {
  /**
   * Dotted key, or a table such as `bfd`.
   */
  'key': (string);
  /**
   * Where to look: empty for the network, `<site>`, or `<site>/<node>`.
   */
  'scope': (string);
  /**
   * Whether to include what is inherited, and the defaults.
   */
  'effective': (boolean);
}
