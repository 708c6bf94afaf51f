// Original file: proto/towline/v1/admin.proto


/**
 * OpenSessionResponse says whom the link belongs to.
 */
export interface OpenSessionResponseInput {
  /**
   * To be sent along with calls, 64 hexadecimal digits.
   */
  'token'?: (string);
  /**
   * Name of the user.
   */
  'userName'?: (string);
  /**
   * Number of the user.
   */
  'uid'?: (number);
}

/**
 * OpenSessionResponse says whom the link belongs to.
 */
export interface OpenSessionResponse {
  /**
   * To be sent along with calls, 64 hexadecimal digits.
   */
  'token': (string);
  /**
   * Name of the user.
   */
  'userName': (string);
  /**
   * Number of the user.
   */
  'uid': (number);
}
