// Original file: proto/towline/v1/admin.proto

/**
 * RolloutState says where a rollout is.
 */
export const RolloutState = {
  /**
   * Not known.
   */
  ROLLOUT_STATE_UNSPECIFIED: 'ROLLOUT_STATE_UNSPECIFIED',
  /**
   * Waves go on.
   */
  ROLLOUT_STATE_RUNNING: 'ROLLOUT_STATE_RUNNING',
  /**
   * An admin has to say that it goes on.
   */
  ROLLOUT_STATE_PAUSED: 'ROLLOUT_STATE_PAUSED',
  /**
   * Too many nodes failed.
   */
  ROLLOUT_STATE_STOPPED: 'ROLLOUT_STATE_STOPPED',
  /**
   * All waves are done, and who is left is told.
   */
  ROLLOUT_STATE_FINISHING: 'ROLLOUT_STATE_FINISHING',
  /**
   * What was changed is taken back.
   */
  ROLLOUT_STATE_RETURNING: 'ROLLOUT_STATE_RETURNING',
  /**
   * All waves are done.
   */
  ROLLOUT_STATE_DONE: 'ROLLOUT_STATE_DONE',
  /**
   * An admin has ended it, or it was taken back.
   */
  ROLLOUT_STATE_ABORTED: 'ROLLOUT_STATE_ABORTED',
} as const;

/**
 * RolloutState says where a rollout is.
 */
export type RolloutStateInput =
  /**
   * Not known.
   */
  | 'ROLLOUT_STATE_UNSPECIFIED'
  | 0
  /**
   * Waves go on.
   */
  | 'ROLLOUT_STATE_RUNNING'
  | 1
  /**
   * An admin has to say that it goes on.
   */
  | 'ROLLOUT_STATE_PAUSED'
  | 2
  /**
   * Too many nodes failed.
   */
  | 'ROLLOUT_STATE_STOPPED'
  | 3
  /**
   * All waves are done, and who is left is told.
   */
  | 'ROLLOUT_STATE_FINISHING'
  | 4
  /**
   * What was changed is taken back.
   */
  | 'ROLLOUT_STATE_RETURNING'
  | 5
  /**
   * All waves are done.
   */
  | 'ROLLOUT_STATE_DONE'
  | 6
  /**
   * An admin has ended it, or it was taken back.
   */
  | 'ROLLOUT_STATE_ABORTED'
  | 7

/**
 * RolloutState says where a rollout is.
 */
export type RolloutState = typeof RolloutState[keyof typeof RolloutState]
