// Original file: proto/towline/v1/admin.proto

/**
 * RolloutNodeState says how far a node of a rollout is.
 */
export const RolloutNodeState = {
  /**
   * Not known.
   */
  ROLLOUT_NODE_STATE_UNSPECIFIED: 'ROLLOUT_NODE_STATE_UNSPECIFIED',
  /**
   * Not told yet.
   */
  ROLLOUT_NODE_STATE_WAITING: 'ROLLOUT_NODE_STATE_WAITING',
  /**
   * On its way.
   */
  ROLLOUT_NODE_STATE_TOLD: 'ROLLOUT_NODE_STATE_TOLD',
  /**
   * Has proved the release, and its links work as they did.
   */
  ROLLOUT_NODE_STATE_HEALTHY: 'ROLLOUT_NODE_STATE_HEALTHY',
  /**
   * Went back, refused it, or was not healthy in time.
   */
  ROLLOUT_NODE_STATE_FAILED: 'ROLLOUT_NODE_STATE_FAILED',
  /**
   * Was away when its turn came, and was told at the end.
   */
  ROLLOUT_NODE_STATE_LEFT: 'ROLLOUT_NODE_STATE_LEFT',
  /**
   * Revoked, removed or replaced meanwhile.
   */
  ROLLOUT_NODE_STATE_GONE: 'ROLLOUT_NODE_STATE_GONE',
  /**
   * Told to take back what it had.
   */
  ROLLOUT_NODE_STATE_RETURNING: 'ROLLOUT_NODE_STATE_RETURNING',
  /**
   * Has it again.
   */
  ROLLOUT_NODE_STATE_RETURNED: 'ROLLOUT_NODE_STATE_RETURNED',
} as const;

/**
 * RolloutNodeState says how far a node of a rollout is.
 */
export type RolloutNodeStateInput =
  /**
   * Not known.
   */
  | 'ROLLOUT_NODE_STATE_UNSPECIFIED'
  | 0
  /**
   * Not told yet.
   */
  | 'ROLLOUT_NODE_STATE_WAITING'
  | 1
  /**
   * On its way.
   */
  | 'ROLLOUT_NODE_STATE_TOLD'
  | 2
  /**
   * Has proved the release, and its links work as they did.
   */
  | 'ROLLOUT_NODE_STATE_HEALTHY'
  | 3
  /**
   * Went back, refused it, or was not healthy in time.
   */
  | 'ROLLOUT_NODE_STATE_FAILED'
  | 4
  /**
   * Was away when its turn came, and was told at the end.
   */
  | 'ROLLOUT_NODE_STATE_LEFT'
  | 5
  /**
   * Revoked, removed or replaced meanwhile.
   */
  | 'ROLLOUT_NODE_STATE_GONE'
  | 6
  /**
   * Told to take back what it had.
   */
  | 'ROLLOUT_NODE_STATE_RETURNING'
  | 7
  /**
   * Has it again.
   */
  | 'ROLLOUT_NODE_STATE_RETURNED'
  | 8

/**
 * RolloutNodeState says how far a node of a rollout is.
 */
export type RolloutNodeState = typeof RolloutNodeState[keyof typeof RolloutNodeState]
