// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * ListEventsRequest chooses events. What is not given does not choose.
 */
export interface ListEventsRequestInput {
  /**
   * The first one, by sequence number.
   */
  'sinceSequence'?: (number | string | Long);
  /**
   * The first one, by time: Unix milliseconds.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Only so many, the newest.
   */
  'newest'?: (number);
}

/**
 * ListEventsRequest chooses events. What is not given does not choose.
 */
export interface ListEventsRequest {
  /**
   * The first one, by sequence number.
   */
  'sinceSequence': (number);
  /**
   * The first one, by time: Unix milliseconds.
   */
  'sinceMs': (number);
  /**
   * Only so many, the newest.
   */
  'newest': (number);
}
