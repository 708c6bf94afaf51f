// Original file: proto/towline/v1/signing.proto


/**
 * SignedSuccession is a change of the signing key that the key before vouches
 * for.
 */
export interface SignedSuccessionInput {
  /**
   * Serialized Succession.
   */
  'succession'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the key before over
   * "towline signing succession v1\n" and `succession`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * SignedSuccession is a change of the signing key that the key before vouches
 * for.
 */
export interface SignedSuccession {
  /**
   * Serialized Succession.
   */
  'succession': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the key before over
   * "towline signing succession v1\n" and `succession`.
   */
  'signature': (Buffer);
}
