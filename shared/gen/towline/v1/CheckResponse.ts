// Original file: proto/towline/v1/admin.proto

import type { ProgressInput as _towline_v1_ProgressInput, Progress as _towline_v1_Progress } from '../../towline/v1/Progress.ts';
import type { CheckSummaryInput as _towline_v1_CheckSummaryInput, CheckSummary as _towline_v1_CheckSummary } from '../../towline/v1/CheckSummary.ts';

/**
 * CheckResponse is progress, then the summary.
 */
export interface CheckResponseInput {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_ProgressInput | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_CheckSummaryInput | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"summary";
}

/**
 * CheckResponse is progress, then the summary.
 */
export interface CheckResponse {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_Progress | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_CheckSummary | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"summary";
}
