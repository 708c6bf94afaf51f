// Original file: proto/towline/v1/enrollment.proto


/**
 * TokenProof shows that the router has a token. The token itself never travels:
 * an Ed25519 key pair is made of it, of which the controller knows the public
 * key.
 */
export interface TokenProofInput {
  /**
   * Id of the token (8 bytes): the start of the SHA-256 of
   * "towline token id v1\n" and its public key.
   */
  'id'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the token's key over
   * "towline enroll by token v1\n" and the transcript that
   * EnrollRequest.signature covers.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * TokenProof shows that the router has a token. The token itself never travels:
 * an Ed25519 key pair is made of it, of which the controller knows the public
 * key.
 */
export interface TokenProof {
  /**
   * Id of the token (8 bytes): the start of the SHA-256 of
   * "towline token id v1\n" and its public key.
   */
  'id': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the token's key over
   * "towline enroll by token v1\n" and the transcript that
   * EnrollRequest.signature covers.
   */
  'signature': (Buffer);
}
