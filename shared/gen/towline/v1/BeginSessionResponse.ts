// Original file: proto/towline/v1/admin.proto


/**
 * BeginSessionResponse says what to make: a symbolic link in the folder beside
 * the socket, `<socket>.proof`.
 */
export interface BeginSessionResponseInput {
  /**
   * Name of the link, 32 hexadecimal digits.
   */
  'name'?: (string);
  /**
   * What it leads to, 32 hexadecimal digits.
   */
  'target'?: (string);
}

/**
 * BeginSessionResponse says what to make: a symbolic link in the folder beside
 * the socket, `<socket>.proof`.
 */
export interface BeginSessionResponse {
  /**
   * Name of the link, 32 hexadecimal digits.
   */
  'name': (string);
  /**
   * What it leads to, 32 hexadecimal digits.
   */
  'target': (string);
}
