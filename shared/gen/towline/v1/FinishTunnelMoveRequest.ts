// Original file: proto/towline/v1/admin.proto


/**
 * FinishTunnelMoveRequest ends a move.
 */
export interface FinishTunnelMoveRequestInput {
  /**
   * Whether nodes may be left behind.
   */
  'force'?: (boolean);
}

/**
 * FinishTunnelMoveRequest ends a move.
 */
export interface FinishTunnelMoveRequest {
  /**
   * Whether nodes may be left behind.
   */
  'force': (boolean);
}
