// Original file: proto/towline/v1/admin.proto

import type { BackupSummaryInput as _towline_v1_BackupSummaryInput, BackupSummary as _towline_v1_BackupSummary } from '../../towline/v1/BackupSummary.ts';

/**
 * BackupResponse is one part of a backup: what is in it, then its bytes.
 */
export interface BackupResponseInput {
  /**
   * What is in it.
   */
  'summary'?: (_towline_v1_BackupSummaryInput | null);
  /**
   * The next bytes of the archive.
   */
  'content'?: (Buffer | Uint8Array | string);
  /**
   * Exactly one of these is set.
   */
  'part'?: "summary"|"content";
}

/**
 * BackupResponse is one part of a backup: what is in it, then its bytes.
 */
export interface BackupResponse {
  /**
   * What is in it.
   */
  'summary'?: (_towline_v1_BackupSummary | null);
  /**
   * The next bytes of the archive.
   */
  'content'?: (Buffer);
  /**
   * Exactly one of these is set.
   */
  'part'?: "summary"|"content";
}
