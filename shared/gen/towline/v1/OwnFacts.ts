// Original file: proto/towline/v1/agent.proto

import type { FamilyFactsInput as _towline_v1_FamilyFactsInput, FamilyFacts as _towline_v1_FamilyFacts } from '../../towline/v1/FamilyFacts.ts';

/**
 * OwnFacts says how the controller sees a node.
 */
export interface OwnFactsInput {
  /**
   * How it may be reached.
   */
  'families'?: (_towline_v1_FamilyFactsInput | null);
  /**
   * IPv4 address that its management tunnel came from last; empty if unknown.
   */
  'seenIpv4'?: (string);
  /**
   * IPv6 address that its management tunnel came from last; empty if unknown.
   */
  'seenIpv6'?: (string);
}

/**
 * OwnFacts says how the controller sees a node.
 */
export interface OwnFacts {
  /**
   * How it may be reached.
   */
  'families': (_towline_v1_FamilyFacts | null);
  /**
   * IPv4 address that its management tunnel came from last; empty if unknown.
   */
  'seenIpv4': (string);
  /**
   * IPv6 address that its management tunnel came from last; empty if unknown.
   */
  'seenIpv6': (string);
}
