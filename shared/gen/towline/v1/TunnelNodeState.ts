// Original file: proto/towline/v1/admin.proto

/**
 * TunnelNodeState says where a node is in a move.
 */
export const TunnelNodeState = {
  /**
   * Not known.
   */
  TUNNEL_NODE_STATE_UNSPECIFIED: 'TUNNEL_NODE_STATE_UNSPECIFIED',
  /**
   * Reported that it has moved.
   */
  TUNNEL_NODE_STATE_MOVED: 'TUNNEL_NODE_STATE_MOVED',
  /**
   * In contact, not moved yet.
   */
  TUNNEL_NODE_STATE_WAITING: 'TUNNEL_NODE_STATE_WAITING',
  /**
   * Not in contact, not moved as far as is known.
   */
  TUNNEL_NODE_STATE_AWAY: 'TUNNEL_NODE_STATE_AWAY',
} as const;

/**
 * TunnelNodeState says where a node is in a move.
 */
export type TunnelNodeStateInput =
  /**
   * Not known.
   */
  | 'TUNNEL_NODE_STATE_UNSPECIFIED'
  | 0
  /**
   * Reported that it has moved.
   */
  | 'TUNNEL_NODE_STATE_MOVED'
  | 1
  /**
   * In contact, not moved yet.
   */
  | 'TUNNEL_NODE_STATE_WAITING'
  | 2
  /**
   * Not in contact, not moved as far as is known.
   */
  | 'TUNNEL_NODE_STATE_AWAY'
  | 3

/**
 * TunnelNodeState says where a node is in a move.
 */
export type TunnelNodeState = typeof TunnelNodeState[keyof typeof TunnelNodeState]
