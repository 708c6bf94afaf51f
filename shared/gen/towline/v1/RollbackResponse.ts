// Original file: proto/towline/v1/admin.proto

import type { ProgressInput as _towline_v1_ProgressInput, Progress as _towline_v1_Progress } from '../../towline/v1/Progress.ts';
import type { NodeChangeInput as _towline_v1_NodeChangeInput, NodeChange as _towline_v1_NodeChange } from '../../towline/v1/NodeChange.ts';
import type { RollbackSummaryInput as _towline_v1_RollbackSummaryInput, RollbackSummary as _towline_v1_RollbackSummary } from '../../towline/v1/RollbackSummary.ts';

/**
 * RollbackResponse is progress, then the nodes whose bundle changes, sorted by
 * name, then the summary.
 */
export interface RollbackResponseInput {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_ProgressInput | null);
  /**
   * A node whose bundle changes.
   */
  'change'?: (_towline_v1_NodeChangeInput | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_RollbackSummaryInput | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"change"|"summary";
}

/**
 * RollbackResponse is progress, then the nodes whose bundle changes, sorted by
 * name, then the summary.
 */
export interface RollbackResponse {
  /**
   * How far it is.
   */
  'progress'?: (_towline_v1_Progress | null);
  /**
   * A node whose bundle changes.
   */
  'change'?: (_towline_v1_NodeChange | null);
  /**
   * The end.
   */
  'summary'?: (_towline_v1_RollbackSummary | null);
  /**
   * One of these.
   */
  'event'?: "progress"|"change"|"summary";
}
