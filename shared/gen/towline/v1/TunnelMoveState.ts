// Original file: proto/towline/v1/admin.proto

/**
 * TunnelMoveState says how far a move is.
 */
export const TunnelMoveState = {
  /**
   * No move is under way.
   */
  TUNNEL_MOVE_STATE_UNSPECIFIED: 'TUNNEL_MOVE_STATE_UNSPECIFIED',
  /**
   * The nodes are on their way to the new place.
   */
  TUNNEL_MOVE_STATE_MOVING: 'TUNNEL_MOVE_STATE_MOVING',
  /**
   * The move was aborted; nodes that had made it are on their way back.
   */
  TUNNEL_MOVE_STATE_RETURNING: 'TUNNEL_MOVE_STATE_RETURNING',
} as const;

/**
 * TunnelMoveState says how far a move is.
 */
export type TunnelMoveStateInput =
  /**
   * No move is under way.
   */
  | 'TUNNEL_MOVE_STATE_UNSPECIFIED'
  | 0
  /**
   * The nodes are on their way to the new place.
   */
  | 'TUNNEL_MOVE_STATE_MOVING'
  | 1
  /**
   * The move was aborted; nodes that had made it are on their way back.
   */
  | 'TUNNEL_MOVE_STATE_RETURNING'
  | 2

/**
 * TunnelMoveState says how far a move is.
 */
export type TunnelMoveState = typeof TunnelMoveState[keyof typeof TunnelMoveState]
