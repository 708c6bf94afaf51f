// Original file: proto/towline/v1/admin.proto

import type { ChangeKindInput as _towline_v1_ChangeKindInput, ChangeKind as _towline_v1_ChangeKind } from '../../towline/v1/ChangeKind.ts';

/**
 * FileChange is one rendered file that differs.
 */
export interface FileChangeInput {
  /**
   * `service/file`.
   */
  'path'?: (string);
  /**
   * Kind of change.
   */
  'kind'?: (_towline_v1_ChangeKindInput);
  /**
   * Unified diff.
   */
  'diff'?: (string);
}

/**
 * FileChange is one rendered file that differs.
 */
export interface FileChange {
  /**
   * `service/file`.
   */
  'path': (string);
  /**
   * Kind of change.
   */
  'kind': (_towline_v1_ChangeKind);
  /**
   * Unified diff.
   */
  'diff': (string);
}
