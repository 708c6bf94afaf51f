// Original file: proto/towline/v1/admin.proto

import type { TunnelNodeStateInput as _towline_v1_TunnelNodeStateInput, TunnelNodeState as _towline_v1_TunnelNodeState } from '../../towline/v1/TunnelNodeState.ts';

/**
 * TunnelNode is one enrolled node in a move.
 */
export interface TunnelNodeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Where it is.
   */
  'state'?: (_towline_v1_TunnelNodeStateInput);
  /**
   * Number of the move that it reported last.
   */
  'generation'?: (number);
  /**
   * Seconds since it was last heard of; absent if it never was.
   */
  'heardAgeS'?: (number);
  /**
   * Why it has not moved, in its own words; empty if it did not say.
   */
  'reason'?: (string);
  '_heardAgeS'?: "heardAgeS";
}

/**
 * TunnelNode is one enrolled node in a move.
 */
export interface TunnelNode {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Where it is.
   */
  'state': (_towline_v1_TunnelNodeState);
  /**
   * Number of the move that it reported last.
   */
  'generation': (number);
  /**
   * Seconds since it was last heard of; absent if it never was.
   */
  'heardAgeS'?: (number);
  /**
   * Why it has not moved, in its own words; empty if it did not say.
   */
  'reason': (string);
  '_heardAgeS'?: "heardAgeS";
}
