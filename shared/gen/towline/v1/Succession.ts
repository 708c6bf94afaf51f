// Original file: proto/towline/v1/signing.proto


/**
 * Succession names the next signing key.
 */
export interface SuccessionInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Number of the key: one more than that of the key that signs this. The key
   * that `towline init` makes is 0.
   */
  'generation'?: (number);
  /**
   * Ed25519 public key (32 bytes).
   */
  'publicKey'?: (Buffer | Uint8Array | string);
}

/**
 * Succession names the next signing key.
 */
export interface Succession {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Number of the key: one more than that of the key that signs this. The key
   * that `towline init` makes is 0.
   */
  'generation': (number);
  /**
   * Ed25519 public key (32 bytes).
   */
  'publicKey': (Buffer);
}
