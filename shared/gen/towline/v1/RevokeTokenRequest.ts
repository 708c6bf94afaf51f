// Original file: proto/towline/v1/admin.proto


/**
 * RevokeTokenRequest names a token.
 */
export interface RevokeTokenRequestInput {
  /**
   * Its id.
   */
  'id'?: (string);
}

/**
 * RevokeTokenRequest names a token.
 */
export interface RevokeTokenRequest {
  /**
   * Its id.
   */
  'id': (string);
}
