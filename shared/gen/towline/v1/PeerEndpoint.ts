// Original file: proto/towline/v1/agent.proto

import type { FamilyFactsInput as _towline_v1_FamilyFactsInput, FamilyFacts as _towline_v1_FamilyFacts } from '../../towline/v1/FamilyFacts.ts';

/**
 * PeerEndpoint is a hint: where a peer may be reached now.
 */
export interface PeerEndpointInput {
  /**
   * Name of the peer's node.
   */
  'nodeName'?: (string);
  /**
   * IPv4 or IPv6 address from which the controller sees the peer's management
   * tunnel come.
   */
  'address'?: (string);
  /**
   * Addresses at which the peer may be reached, of both families, best first; at
   * most 16. Empty means `address` alone.
   */
  'addresses'?: (string)[];
  /**
   * UDP port of the peer's end of the link with this node, as this node itself
   * saw and reported it last at one of these addresses: behind a NAT it differs
   * from the bundle's. 0 if it is not known.
   */
  'port'?: (number);
  /**
   * Whether the peer has said that it left the address at which this node last
   * reported it: a link that still points there does not work, whatever was
   * heard from it.
   */
  'left'?: (boolean);
  /**
   * Addresses that the peer has left, the latest first, at most 16: a link that
   * points at one of them does not work, whatever this node reported.
   */
  'leftAddresses'?: (string)[];
  /**
   * How the peer may be reached.
   */
  'families'?: (_towline_v1_FamilyFactsInput | null);
}

/**
 * PeerEndpoint is a hint: where a peer may be reached now.
 */
export interface PeerEndpoint {
  /**
   * Name of the peer's node.
   */
  'nodeName': (string);
  /**
   * IPv4 or IPv6 address from which the controller sees the peer's management
   * tunnel come.
   */
  'address': (string);
  /**
   * Addresses at which the peer may be reached, of both families, best first; at
   * most 16. Empty means `address` alone.
   */
  'addresses': (string)[];
  /**
   * UDP port of the peer's end of the link with this node, as this node itself
   * saw and reported it last at one of these addresses: behind a NAT it differs
   * from the bundle's. 0 if it is not known.
   */
  'port': (number);
  /**
   * Whether the peer has said that it left the address at which this node last
   * reported it: a link that still points there does not work, whatever was
   * heard from it.
   */
  'left': (boolean);
  /**
   * Addresses that the peer has left, the latest first, at most 16: a link that
   * points at one of them does not work, whatever this node reported.
   */
  'leftAddresses': (string)[];
  /**
   * How the peer may be reached.
   */
  'families': (_towline_v1_FamilyFacts | null);
}
