// Original file: proto/towline/v1/agent.proto


/**
 * ConfirmRequest asks for a signed confirmation.
 */
export interface ConfirmRequestInput {
  /**
   * Release that the node runs now.
   */
  'release'?: (number);
  /**
   * Digest (32 bytes) of the bundle that the node runs now.
   */
  'bundleDigest'?: (Buffer | Uint8Array | string);
  /**
   * Random bytes (32) that the answer must repeat.
   */
  'nonce'?: (Buffer | Uint8Array | string);
}

/**
 * ConfirmRequest asks for a signed confirmation.
 */
export interface ConfirmRequest {
  /**
   * Release that the node runs now.
   */
  'release': (number);
  /**
   * Digest (32 bytes) of the bundle that the node runs now.
   */
  'bundleDigest': (Buffer);
  /**
   * Random bytes (32) that the answer must repeat.
   */
  'nonce': (Buffer);
}
