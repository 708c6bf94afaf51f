// Original file: proto/towline/v1/agent.proto

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
  '_handshakeAgeS'?: "handshakeAgeS";
}
