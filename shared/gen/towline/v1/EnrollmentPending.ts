// Original file: proto/towline/v1/enrollment.proto


/**
 * EnrollmentPending says that the request waits for an admin.
 */
export interface EnrollmentPendingInput {
  /**
   * Time in seconds after which to ask again.
   */
  'retryAfterS'?: (number);
  /**
   * 32 random bytes that the controller made for these keys. Router and
   * controller compute the code that is compared from them; it is not sent,
   * since a router must not show what it was told.
   */
  'controllerNonce'?: (Buffer | Uint8Array | string);
}

/**
 * EnrollmentPending says that the request waits for an admin.
 */
export interface EnrollmentPending {
  /**
   * Time in seconds after which to ask again.
   */
  'retryAfterS': (number);
  /**
   * 32 random bytes that the controller made for these keys. Router and
   * controller compute the code that is compared from them; it is not sent,
   * since a router must not show what it was told.
   */
  'controllerNonce': (Buffer);
}
