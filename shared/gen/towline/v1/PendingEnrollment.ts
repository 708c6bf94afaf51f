// Original file: proto/towline/v1/admin.proto

import type { NodeFactsInput as _towline_v1_NodeFactsInput, NodeFacts as _towline_v1_NodeFacts } from '../../towline/v1/NodeFacts.ts';

/**
 * PendingEnrollment is a router that asks to join.
 */
export interface PendingEnrollmentInput {
  /**
   * Short code, the same as the router shows.
   */
  'code'?: (string);
  /**
   * Host name that the router gave.
   */
  'hostName'?: (string);
  /**
   * Address that it came from.
   */
  'address'?: (string);
  /**
   * Seconds since it first asked.
   */
  'ageS'?: (number);
  /**
   * What it runs on.
   */
  'facts'?: (_towline_v1_NodeFactsInput | null);
}

/**
 * PendingEnrollment is a router that asks to join.
 */
export interface PendingEnrollment {
  /**
   * Short code, the same as the router shows.
   */
  'code': (string);
  /**
   * Host name that the router gave.
   */
  'hostName': (string);
  /**
   * Address that it came from.
   */
  'address': (string);
  /**
   * Seconds since it first asked.
   */
  'ageS': (number);
  /**
   * What it runs on.
   */
  'facts': (_towline_v1_NodeFacts | null);
}
