// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * EventHead is the end of the audit log.
 */
export interface EventHeadInput {
  /**
   * Sequence number of the newest event; 0 if there is none.
   */
  'sequence'?: (number | string | Long);
  /**
   * Its hash, 32 bytes; zeros if there is none.
   */
  'hash'?: (Buffer | Uint8Array | string);
}

/**
 * EventHead is the end of the audit log.
 */
export interface EventHead {
  /**
   * Sequence number of the newest event; 0 if there is none.
   */
  'sequence': (number);
  /**
   * Its hash, 32 bytes; zeros if there is none.
   */
  'hash': (Buffer);
}
