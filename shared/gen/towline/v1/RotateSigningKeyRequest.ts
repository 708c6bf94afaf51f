// Original file: proto/towline/v1/admin.proto


/**
 * RotateSigningKeyRequest asks for another signing key.
 */
export interface RotateSigningKeyRequestInput {
  /**
   * Absolute path that the daemon reads the new private key from, once; empty:
   * it makes one itself.
   */
  'keyPath'?: (string);
}

/**
 * RotateSigningKeyRequest asks for another signing key.
 */
export interface RotateSigningKeyRequest {
  /**
   * Absolute path that the daemon reads the new private key from, once; empty:
   * it makes one itself.
   */
  'keyPath': (string);
}
