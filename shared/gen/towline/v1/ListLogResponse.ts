// Original file: proto/towline/v1/admin.proto

import type { LogEntryInput as _towline_v1_LogEntryInput, LogEntry as _towline_v1_LogEntry } from '../../towline/v1/LogEntry.ts';

/**
 * ListLogResponse lists commits.
 */
export interface ListLogResponseInput {
  /**
   * The commits, newest first.
   */
  'entries'?: (_towline_v1_LogEntryInput)[];
}

/**
 * ListLogResponse lists commits.
 */
export interface ListLogResponse {
  /**
   * The commits, newest first.
   */
  'entries': (_towline_v1_LogEntry)[];
}
