// Original file: proto/towline/v1/admin.proto


/**
 * RotatingLink is one link of a node whose key is renewed.
 */
export interface RotatingLinkInput {
  /**
   * Name of the node at the other end.
   */
  'peer'?: (string);
  /**
   * `waiting`, `drain`, `switch`, `undrain`, `moved`, `return` (the key did not
   * work, and the old one is brought back) or `failed`.
   */
  'step'?: (string);
  /**
   * Why it waits or failed; empty if it does neither.
   */
  'reason'?: (string);
}

/**
 * RotatingLink is one link of a node whose key is renewed.
 */
export interface RotatingLink {
  /**
   * Name of the node at the other end.
   */
  'peer': (string);
  /**
   * `waiting`, `drain`, `switch`, `undrain`, `moved`, `return` (the key did not
   * work, and the old one is brought back) or `failed`.
   */
  'step': (string);
  /**
   * Why it waits or failed; empty if it does neither.
   */
  'reason': (string);
}
