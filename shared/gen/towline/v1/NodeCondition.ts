// Original file: proto/towline/v1/admin.proto

/**
 * NodeCondition sums up a node's state.
 */
export const NodeCondition = {
  /**
   * Not known.
   */
  NODE_CONDITION_UNSPECIFIED: 'NODE_CONDITION_UNSPECIFIED',
  /**
   * Runs the desired release and is in contact.
   */
  NODE_CONDITION_OK: 'NODE_CONDITION_OK',
  /**
   * In contact, does not run the desired release yet.
   */
  NODE_CONDITION_PENDING: 'NODE_CONDITION_PENDING',
  /**
   * In contact, but the last release was rolled back or refused.
   */
  NODE_CONDITION_FAILED: 'NODE_CONDITION_FAILED',
  /**
   * Not in contact.
   */
  NODE_CONDITION_AWAY: 'NODE_CONDITION_AWAY',
  /**
   * In the inventory, not enrolled.
   */
  NODE_CONDITION_NOT_ENROLLED: 'NODE_CONDITION_NOT_ENROLLED',
} as const;

/**
 * NodeCondition sums up a node's state.
 */
export type NodeConditionInput =
  /**
   * Not known.
   */
  | 'NODE_CONDITION_UNSPECIFIED'
  | 0
  /**
   * Runs the desired release and is in contact.
   */
  | 'NODE_CONDITION_OK'
  | 1
  /**
   * In contact, does not run the desired release yet.
   */
  | 'NODE_CONDITION_PENDING'
  | 2
  /**
   * In contact, but the last release was rolled back or refused.
   */
  | 'NODE_CONDITION_FAILED'
  | 3
  /**
   * Not in contact.
   */
  | 'NODE_CONDITION_AWAY'
  | 4
  /**
   * In the inventory, not enrolled.
   */
  | 'NODE_CONDITION_NOT_ENROLLED'
  | 5

/**
 * NodeCondition sums up a node's state.
 */
export type NodeCondition = typeof NodeCondition[keyof typeof NodeCondition]
