// Original file: proto/towline/v1/admin.proto


/**
 * OpenSessionRequest says that the link is there.
 */
export interface OpenSessionRequestInput {
  /**
   * Its name.
   */
  'name'?: (string);
  /**
   * Who called sudo, where the user is root: a claim that is noted as one.
   */
  'sudoUser'?: (string);
}

/**
 * OpenSessionRequest says that the link is there.
 */
export interface OpenSessionRequest {
  /**
   * Its name.
   */
  'name': (string);
  /**
   * Who called sudo, where the user is root: a claim that is noted as one.
   */
  'sudoUser': (string);
}
