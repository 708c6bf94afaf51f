// Original file: proto/towline/v1/admin.proto


/**
 * Value is one effective value of the inventory.
 */
export interface ValueInput {
  /**
   * Dotted key, for example `bfd.profile`.
   */
  'key'?: (string);
  /**
   * The value as JSON.
   */
  'json'?: (string);
  /**
   * Where it comes from: `file:line`, or `default`.
   */
  'origin'?: (string);
}

/**
 * Value is one effective value of the inventory.
 */
export interface Value {
  /**
   * Dotted key, for example `bfd.profile`.
   */
  'key': (string);
  /**
   * The value as JSON.
   */
  'json': (string);
  /**
   * Where it comes from: `file:line`, or `default`.
   */
  'origin': (string);
}
