// Original file: proto/towline/v1/agent.proto

import type { AddressFactInput as _towline_v1_AddressFactInput, AddressFact as _towline_v1_AddressFact } from '../../towline/v1/AddressFact.ts';

/**
 * FamilyFacts says how a node may be reached.
 */
export interface FamilyFactsInput {
  /**
   * Over IPv4.
   */
  'ipv4'?: (_towline_v1_AddressFactInput);
  /**
   * Over IPv6.
   */
  'ipv6'?: (_towline_v1_AddressFactInput);
}

/**
 * FamilyFacts says how a node may be reached.
 */
export interface FamilyFacts {
  /**
   * Over IPv4.
   */
  'ipv4': (_towline_v1_AddressFact);
  /**
   * Over IPv6.
   */
  'ipv6': (_towline_v1_AddressFact);
}
