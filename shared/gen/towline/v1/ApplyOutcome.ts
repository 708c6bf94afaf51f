// Original file: proto/towline/v1/agent.proto

/**
 * ApplyOutcome says how applying ended.
 */
export const ApplyOutcome = {
  /**
   * Nothing was tried yet.
   */
  APPLY_OUTCOME_UNSPECIFIED: 'APPLY_OUTCOME_UNSPECIFIED',
  /**
   * Under way.
   */
  APPLY_OUTCOME_APPLYING: 'APPLY_OUTCOME_APPLYING',
  /**
   * Runs and is confirmed.
   */
  APPLY_OUTCOME_CONFIRMED: 'APPLY_OUTCOME_CONFIRMED',
  /**
   * Refused before anything was changed.
   */
  APPLY_OUTCOME_REFUSED: 'APPLY_OUTCOME_REFUSED',
  /**
   * Put back to the bundle before.
   */
  APPLY_OUTCOME_ROLLED_BACK: 'APPLY_OUTCOME_ROLLED_BACK',
} as const;

/**
 * ApplyOutcome says how applying ended.
 */
export type ApplyOutcomeInput =
  /**
   * Nothing was tried yet.
   */
  | 'APPLY_OUTCOME_UNSPECIFIED'
  | 0
  /**
   * Under way.
   */
  | 'APPLY_OUTCOME_APPLYING'
  | 1
  /**
   * Runs and is confirmed.
   */
  | 'APPLY_OUTCOME_CONFIRMED'
  | 2
  /**
   * Refused before anything was changed.
   */
  | 'APPLY_OUTCOME_REFUSED'
  | 3
  /**
   * Put back to the bundle before.
   */
  | 'APPLY_OUTCOME_ROLLED_BACK'
  | 4

/**
 * ApplyOutcome says how applying ended.
 */
export type ApplyOutcome = typeof ApplyOutcome[keyof typeof ApplyOutcome]
