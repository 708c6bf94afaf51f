// Original file: proto/towline/v1/enrollment.proto

import type { EnrollmentPendingInput as _towline_v1_EnrollmentPendingInput, EnrollmentPending as _towline_v1_EnrollmentPending } from '../../towline/v1/EnrollmentPending.ts';
import type { EnrollmentAcceptedInput as _towline_v1_EnrollmentAcceptedInput, EnrollmentAccepted as _towline_v1_EnrollmentAccepted } from '../../towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentDeniedInput as _towline_v1_EnrollmentDeniedInput, EnrollmentDenied as _towline_v1_EnrollmentDenied } from '../../towline/v1/EnrollmentDenied.ts';

/**
 * EnrollResponse is the controller's answer.
 */
export interface EnrollResponseInput {
  /**
   * An admin has to approve the request.
   */
  'pending'?: (_towline_v1_EnrollmentPendingInput | null);
  /**
   * The router is a node of the network.
   */
  'accepted'?: (_towline_v1_EnrollmentAcceptedInput | null);
  /**
   * An admin has refused the request.
   */
  'denied'?: (_towline_v1_EnrollmentDeniedInput | null);
  /**
   * Exactly one of these is set.
   */
  'outcome'?: "pending"|"accepted"|"denied";
}

/**
 * EnrollResponse is the controller's answer.
 */
export interface EnrollResponse {
  /**
   * An admin has to approve the request.
   */
  'pending'?: (_towline_v1_EnrollmentPending | null);
  /**
   * The router is a node of the network.
   */
  'accepted'?: (_towline_v1_EnrollmentAccepted | null);
  /**
   * An admin has refused the request.
   */
  'denied'?: (_towline_v1_EnrollmentDenied | null);
  /**
   * Exactly one of these is set.
   */
  'outcome'?: "pending"|"accepted"|"denied";
}
