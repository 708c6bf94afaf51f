// Original file: proto/towline/v1/enrollment.proto


/**
 * EnrollmentDenied says that the request was refused.
 */
export interface EnrollmentDeniedInput {
  /**
   * What the admin gave as the reason; may be empty.
   */
  'reason'?: (string);
}

/**
 * EnrollmentDenied says that the request was refused.
 */
export interface EnrollmentDenied {
  /**
   * What the admin gave as the reason; may be empty.
   */
  'reason': (string);
}
