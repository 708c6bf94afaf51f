// Original file: proto/towline/v1/admin.proto


/**
 * RotateMasterKeyResponse says what was done.
 */
export interface RotateMasterKeyResponseInput {
  /**
   * Id of the key that secrets are under now, 16 hexadecimal digits.
   */
  'keyId'?: (string);
  /**
   * Number of secrets that were encrypted anew.
   */
  'secrets'?: (number);
  /**
   * Where the key is.
   */
  'place'?: (string);
}

/**
 * RotateMasterKeyResponse says what was done.
 */
export interface RotateMasterKeyResponse {
  /**
   * Id of the key that secrets are under now, 16 hexadecimal digits.
   */
  'keyId': (string);
  /**
   * Number of secrets that were encrypted anew.
   */
  'secrets': (number);
  /**
   * Where the key is.
   */
  'place': (string);
}
