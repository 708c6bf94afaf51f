// Original file: proto/towline/v1/admin.proto


/**
 * DenyRequest refuses a router.
 */
export interface DenyRequestInput {
  /**
   * Its code.
   */
  'code'?: (string);
  /**
   * Reason to tell it; may be empty.
   */
  'reason'?: (string);
}

/**
 * DenyRequest refuses a router.
 */
export interface DenyRequest {
  /**
   * Its code.
   */
  'code': (string);
  /**
   * Reason to tell it; may be empty.
   */
  'reason': (string);
}
