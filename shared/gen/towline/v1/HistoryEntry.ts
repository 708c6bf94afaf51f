// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * HistoryEntry is one thing of a node that became another.
 */
export interface HistoryEntryInput {
  /**
   * When the controller heard of it, in milliseconds since 1970-01-01 UTC.
   */
  'atMs'?: (number | string | Long);
  /**
   * What changed: `contact`, `release`, `apply`, `quarantine`, `drift`, `bird`
   * or `link`.
   */
  'subject'?: (string);
  /**
   * Of a link the node at the other end; else empty.
   */
  'name'?: (string);
  /**
   * What it was; empty if that was not known.
   */
  'from'?: (string);
  /**
   * What it became; empty if there is none any more.
   */
  'to'?: (string);
}

/**
 * HistoryEntry is one thing of a node that became another.
 */
export interface HistoryEntry {
  /**
   * When the controller heard of it, in milliseconds since 1970-01-01 UTC.
   */
  'atMs': (number);
  /**
   * What changed: `contact`, `release`, `apply`, `quarantine`, `drift`, `bird`
   * or `link`.
   */
  'subject': (string);
  /**
   * Of a link the node at the other end; else empty.
   */
  'name': (string);
  /**
   * What it was; empty if that was not known.
   */
  'from': (string);
  /**
   * What it became; empty if there is none any more.
   */
  'to': (string);
}
