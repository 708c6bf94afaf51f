// Original file: proto/towline/v1/admin.proto


/**
 * SetValueRequest writes a key.
 */
export interface SetValueRequestInput {
  /**
   * Dotted key.
   */
  'key'?: (string);
  /**
   * New value as JSON; empty removes the key.
   */
  'json'?: (string);
  /**
   * Where to write: empty for the network, `<site>`, or `<site>/<node>`.
   */
  'scope'?: (string);
}

/**
 * SetValueRequest writes a key.
 */
export interface SetValueRequest {
  /**
   * Dotted key.
   */
  'key': (string);
  /**
   * New value as JSON; empty removes the key.
   */
  'json': (string);
  /**
   * Where to write: empty for the network, `<site>`, or `<site>/<node>`.
   */
  'scope': (string);
}
