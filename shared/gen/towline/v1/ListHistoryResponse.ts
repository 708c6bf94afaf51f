// Original file: proto/towline/v1/admin.proto

import type { HistoryEntryInput as _towline_v1_HistoryEntryInput, HistoryEntry as _towline_v1_HistoryEntry } from '../../towline/v1/HistoryEntry.ts';

/**
 * ListHistoryResponse is what changed, as far as it is kept.
 */
export interface ListHistoryResponseInput {
  /**
   * Newest first.
   */
  'changes'?: (_towline_v1_HistoryEntryInput)[];
}

/**
 * ListHistoryResponse is what changed, as far as it is kept.
 */
export interface ListHistoryResponse {
  /**
   * Newest first.
   */
  'changes': (_towline_v1_HistoryEntry)[];
}
