// Original file: proto/towline/v1/admin.proto

import type { ProgressInput as _towline_v1_ProgressInput, Progress as _towline_v1_Progress } from '../../towline/v1/Progress.ts';
import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from '../../towline/v1/NodeChange.ts';
import type { PlanSummaryInput as _towline_v1_PlanSummaryInput, PlanSummary as _towline_v1_PlanSummary } from '../../towline/v1/PlanSummary.ts';

/**
 * PlanResponse says what a commit would do: progress, then the nodes whose
 * bundle would change, sorted by name, then the summary.
 */
export interface PlanResponseInput {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_ProgressInput | null);
  /**
   * A node whose bundle would change.
   */
  'change'?: (_towline_v1_NodeChangeInput | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_PlanSummaryInput | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"change"|"summary";
}

/**
 * PlanResponse says what a commit would do: progress, then the nodes whose
 * bundle would change, sorted by name, then the summary.
 */
export interface PlanResponse {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_Progress | null);
  /**
   * A node whose bundle would change.
   */
  'change'?: (_towline_v1_NodeChange | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_PlanSummary | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"change"|"summary";
}
