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
  /**
   * Its number, which no other request ever has.
   */
  'number'?: (number);
  /**
   * Seconds until it is forgotten, unless the router asks again.
   */
  'expiresS'?: (number);
  /**
   * Why its token did not let it in; empty if it has none.
   */
  'note'?: (string);
  /**
   * SHA-256 of its identity key, as the router shows it too.
   */
  'identityFingerprint'?: (Buffer | Uint8Array | string);
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
  /**
   * Its number, which no other request ever has.
   */
  'number': (number);
  /**
   * Seconds until it is forgotten, unless the router asks again.
   */
  'expiresS': (number);
  /**
   * Why its token did not let it in; empty if it has none.
   */
  'note': (string);
  /**
   * SHA-256 of its identity key, as the router shows it too.
   */
  'identityFingerprint': (Buffer);
}
