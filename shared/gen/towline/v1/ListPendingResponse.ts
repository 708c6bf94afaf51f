// Original file: proto/towline/v1/admin.proto

import type { PendingEnrollmentInput as _towline_v1_PendingEnrollmentInput, PendingEnrollment as _towline_v1_PendingEnrollment } from '../../towline/v1/PendingEnrollment.ts';

/**
 * ListPendingResponse lists who waits.
 */
export interface ListPendingResponseInput {
  /**
   * The requests, oldest first.
   */
  'pending'?: (_towline_v1_PendingEnrollmentInput)[];
}

/**
 * ListPendingResponse lists who waits.
 */
export interface ListPendingResponse {
  /**
   * The requests, oldest first.
   */
  'pending': (_towline_v1_PendingEnrollment)[];
}
