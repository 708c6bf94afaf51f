// Original file: proto/towline/v1/admin.proto

import type { TunnelPlaceInput as _towline_v1_TunnelPlaceInput, TunnelPlace as _towline_v1_TunnelPlace } from '../../towline/v1/TunnelPlace.ts';
import type { TunnelMoveStateInput as _towline_v1_TunnelMoveStateInput, TunnelMoveState as _towline_v1_TunnelMoveState } from '../../towline/v1/TunnelMoveState.ts';
import type { TunnelNodeInput as _towline_v1_TunnelNodeInput, TunnelNode as _towline_v1_TunnelNode } from '../../towline/v1/TunnelNode.ts';

/**
 * GetTunnelResponse shows the management tunnel.
 */
export interface GetTunnelResponseInput {
  /**
   * Where every node should be.
   */
  'place'?: (_towline_v1_TunnelPlaceInput | null);
  /**
   * The other place at which nodes are answered; absent if there is none.
   */
  'beside'?: (_towline_v1_TunnelPlaceInput | null);
  /**
   * How far a move is.
   */
  'state'?: (_towline_v1_TunnelMoveStateInput);
  /**
   * Seconds since it began; absent if none is under way.
   */
  'ageS'?: (number);
  /**
   * The enrolled nodes, those that have not moved first.
   */
  'nodes'?: (_towline_v1_TunnelNodeInput)[];
  /**
   * What the admin should know: a line each.
   */
  'warnings'?: (string)[];
  '_ageS'?: "ageS";
}

/**
 * GetTunnelResponse shows the management tunnel.
 */
export interface GetTunnelResponse {
  /**
   * Where every node should be.
   */
  'place': (_towline_v1_TunnelPlace | null);
  /**
   * The other place at which nodes are answered; absent if there is none.
   */
  'beside': (_towline_v1_TunnelPlace | null);
  /**
   * How far a move is.
   */
  'state': (_towline_v1_TunnelMoveState);
  /**
   * Seconds since it began; absent if none is under way.
   */
  'ageS'?: (number);
  /**
   * The enrolled nodes, those that have not moved first.
   */
  'nodes': (_towline_v1_TunnelNode)[];
  /**
   * What the admin should know: a line each.
   */
  'warnings': (string)[];
  '_ageS'?: "ageS";
}
