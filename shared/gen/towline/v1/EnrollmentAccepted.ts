// Original file: proto/towline/v1/enrollment.proto


/**
 * EnrollmentAccepted holds the answer for this router alone.
 */
export interface EnrollmentAcceptedInput {
  /**
   * Serialized EnrollmentAnswer sealed to the request's sealing key, in the
   * layout of Manifest.sealed_secrets.
   */
  'sealedAnswer'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline enrollment answer v2\n", the SHA-256 of the request's transcript
   * (EnrollRequest.signature), and `sealed_answer`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * EnrollmentAccepted holds the answer for this router alone.
 */
export interface EnrollmentAccepted {
  /**
   * Serialized EnrollmentAnswer sealed to the request's sealing key, in the
   * layout of Manifest.sealed_secrets.
   */
  'sealedAnswer': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline enrollment answer v2\n", the SHA-256 of the request's transcript
   * (EnrollRequest.signature), and `sealed_answer`.
   */
  'signature': (Buffer);
}
