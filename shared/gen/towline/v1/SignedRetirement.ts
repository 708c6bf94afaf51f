// Original file: proto/towline/v1/signing.proto


/**
 * SignedRetirement ends the keys before one, in the word of that key.
 */
export interface SignedRetirementInput {
  /**
   * Serialized Retirement.
   */
  'retirement'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of key `generation` over
   * "towline signing retirement v1\n" and `retirement`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * SignedRetirement ends the keys before one, in the word of that key.
 */
export interface SignedRetirement {
  /**
   * Serialized Retirement.
   */
  'retirement': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of key `generation` over
   * "towline signing retirement v1\n" and `retirement`.
   */
  'signature': (Buffer);
}
