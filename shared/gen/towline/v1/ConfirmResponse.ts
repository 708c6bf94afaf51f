// Original file: proto/towline/v1/agent.proto


/**
 * ConfirmResponse carries the signed confirmation.
 */
export interface ConfirmResponseInput {
  /**
   * Serialized Confirmation.
   */
  'confirmation'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline confirmation v1\n" and `confirmation`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * ConfirmResponse carries the signed confirmation.
 */
export interface ConfirmResponse {
  /**
   * Serialized Confirmation.
   */
  'confirmation': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline confirmation v1\n" and `confirmation`.
   */
  'signature': (Buffer);
}
