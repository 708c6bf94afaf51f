// Original file: proto/towline/v1/admin.proto

import type { ProgressInput as _towline_v1_ProgressInput, Progress as _towline_v1_Progress } from '../../towline/v1/Progress.ts';
import type { CommitSummaryInput as _towline_v1_CommitSummaryInput, CommitSummary as _towline_v1_CommitSummary } from '../../towline/v1/CommitSummary.ts';

/**
 * CommitResponse is progress, then the summary.
 */
export interface CommitResponseInput {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_ProgressInput | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_CommitSummaryInput | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"summary";
}

/**
 * CommitResponse is progress, then the summary.
 */
export interface CommitResponse {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_Progress | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_CommitSummary | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"summary";
}
