// Original file: proto/towline/v1/agent.proto


/**
 * LinkKey is the public half of a key pair for a node's links.
 */
export interface LinkKeyInput {
  /**
   * Version; the one of the enrollment is 1.
   */
  'version'?: (number);
  /**
   * WireGuard public key (32 bytes).
   */
  'publicKey'?: (Buffer | Uint8Array | string);
}

/**
 * LinkKey is the public half of a key pair for a node's links.
 */
export interface LinkKey {
  /**
   * Version; the one of the enrollment is 1.
   */
  'version': (number);
  /**
   * WireGuard public key (32 bytes).
   */
  'publicKey': (Buffer);
}
