// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * AuditEvent is one entry of the audit log.
 */
export interface AuditEventInput {
  /**
   * 1, 2, 3 and so on.
   */
  'sequence'?: (number | string | Long);
  /**
   * Unix time in milliseconds.
   */
  'timeMs'?: (number | string | Long);
  /**
   * "admin", "node" or "system".
   */
  'actorKind'?: (string);
  /**
   * Unix user or node.
   */
  'actor'?: (string);
  /**
   * Number of the Unix user; absent for others.
   */
  'uid'?: (number | string | Long);
  /**
   * What was done.
   */
  'action'?: (string);
  /**
   * To what.
   */
  'subject'?: (string);
  /**
   * More of it, canonical JSON.
   */
  'detail'?: (string);
  /**
   * "ok", or the code of the error.
   */
  'result'?: (string);
  /**
   * SHA-256 over the event before and this one.
   */
  'hash'?: (Buffer | Uint8Array | string);
  '_uid'?: "uid";
}

/**
 * AuditEvent is one entry of the audit log.
 */
export interface AuditEvent {
  /**
   * 1, 2, 3 and so on.
   */
  'sequence': (number);
  /**
   * Unix time in milliseconds.
   */
  'timeMs': (number);
  /**
   * "admin", "node" or "system".
   */
  'actorKind': (string);
  /**
   * Unix user or node.
   */
  'actor': (string);
  /**
   * Number of the Unix user; absent for others.
   */
  'uid'?: (number);
  /**
   * What was done.
   */
  'action': (string);
  /**
   * To what.
   */
  'subject': (string);
  /**
   * More of it, canonical JSON.
   */
  'detail': (string);
  /**
   * "ok", or the code of the error.
   */
  'result': (string);
  /**
   * SHA-256 over the event before and this one.
   */
  'hash': (Buffer);
  '_uid'?: "uid";
}
