// Original file: proto/towline/v1/enrollment.proto


/**
 * EnrollmentPending says that the request waits for an admin.
 */
export interface EnrollmentPendingInput {
  /**
   * Short code that router and admin compare.
   */
  'code'?: (string);
  /**
   * Time in seconds after which to ask again.
   */
  'retryAfterS'?: (number);
}

/**
 * EnrollmentPending says that the request waits for an admin.
 */
export interface EnrollmentPending {
  /**
   * Short code that router and admin compare.
   */
  'code': (string);
  /**
   * Time in seconds after which to ask again.
   */
  'retryAfterS': (number);
}
