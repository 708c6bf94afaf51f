// Original file: proto/towline/v1/admin.proto


/**
 * DenyRequest refuses a router.
 */
export interface DenyRequestInput {
  /**
   * Its code, or its number.
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
   * Its code, or its number.
   */
  'code': (string);
  /**
   * Reason to tell it; may be empty.
   */
  'reason': (string);
}
