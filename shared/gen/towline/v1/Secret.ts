// Original file: proto/towline/v1/bundle.proto


/**
 * Secret is one secret value. It exists in memory and inside sealed boxes only.
 */
export interface SecretInput {
  /**
   * Name of the secret, as in SecretReference.
   */
  'name'?: (string);
  /**
   * Version of the secret, as in SecretReference.
   */
  'version'?: (number);
  /**
   * The value; 32 bytes for a WireGuard pre-shared key.
   */
  'value'?: (Buffer | Uint8Array | string);
}

/**
 * Secret is one secret value. It exists in memory and inside sealed boxes only.
 */
export interface Secret {
  /**
   * Name of the secret, as in SecretReference.
   */
  'name': (string);
  /**
   * Version of the secret, as in SecretReference.
   */
  'version': (number);
  /**
   * The value; 32 bytes for a WireGuard pre-shared key.
   */
  'value': (Buffer);
}
