// Original file: proto/towline/v1/agent.proto

import type { FamilyProspectInput as _towline_v1_FamilyProspectInput, FamilyProspect as _towline_v1_FamilyProspect } from '../../towline/v1/FamilyProspect.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * LinkState is one WireGuard link as its node sees it.
 */
export interface LinkStateInput {
  /**
   * Name of the node at the other end.
   */
  'peer'?: (string);
  /**
   * Name of the interface.
   */
  'interface'?: (string);
  /**
   * Seconds since the last handshake; absent if there was none.
   */
  'handshakeAgeS'?: (number);
  /**
   * Bytes received.
   */
  'receivedBytes'?: (number | string | Long);
  /**
   * Bytes sent.
   */
  'sentBytes'?: (number | string | Long);
  /**
   * State of the BGP session as BIRD names it, for example `Established`.
   */
  'bgpState'?: (string);
  /**
   * State of the BFD session as BIRD names it, for example `Up`.
   */
  'bfdState'?: (string);
  /**
   * Whether the peer sends more prefixes than its limit admits: what is beyond
   * it is refused.
   */
  'prefixLimitHit'?: (boolean);
  /**
   * Where the peer's end is, `address:port` or `[address]:port`; empty while it
   * is not known.
   */
  'endpoint'?: (string);
  /**
   * Whether the link can work over IPv4.
   */
  'ipv4'?: (_towline_v1_FamilyProspectInput | null);
  /**
   * Whether the link can work over IPv6.
   */
  'ipv6'?: (_towline_v1_FamilyProspectInput | null);
  '_handshakeAgeS'?: "handshakeAgeS";
}

/**
 * LinkState is one WireGuard link as its node sees it.
 */
export interface LinkState {
  /**
   * Name of the node at the other end.
   */
  'peer': (string);
  /**
   * Name of the interface.
   */
  'interface': (string);
  /**
   * Seconds since the last handshake; absent if there was none.
   */
  'handshakeAgeS'?: (number);
  /**
   * Bytes received.
   */
  'receivedBytes': (number);
  /**
   * Bytes sent.
   */
  'sentBytes': (number);
  /**
   * State of the BGP session as BIRD names it, for example `Established`.
   */
  'bgpState': (string);
  /**
   * State of the BFD session as BIRD names it, for example `Up`.
   */
  'bfdState': (string);
  /**
   * Whether the peer sends more prefixes than its limit admits: what is beyond
   * it is refused.
   */
  'prefixLimitHit': (boolean);
  /**
   * Where the peer's end is, `address:port` or `[address]:port`; empty while it
   * is not known.
   */
  'endpoint': (string);
  /**
   * Whether the link can work over IPv4.
   */
  'ipv4': (_towline_v1_FamilyProspect | null);
  /**
   * Whether the link can work over IPv6.
   */
  'ipv6': (_towline_v1_FamilyProspect | null);
  '_handshakeAgeS'?: "handshakeAgeS";
}
