// Original file: proto/towline/v1/agent.proto

import type { ApplyOutcomeInput as _towline_v1_ApplyOutcomeInput, ApplyOutcome as _towline_v1_ApplyOutcome } from '../../towline/v1/ApplyOutcome.ts';

/**
 * ApplyResult is the outcome of applying one bundle.
 */
export interface ApplyResultInput {
  /**
   * Release that was tried; 0 if none was yet.
   */
  'release'?: (number);
  /**
   * Outcome.
   */
  'outcome'?: (_towline_v1_ApplyOutcomeInput);
  /**
   * Why it was rolled back or refused: state, step, command and its output.
   */
  'reason'?: (string);
}

/**
 * ApplyResult is the outcome of applying one bundle.
 */
export interface ApplyResult {
  /**
   * Release that was tried; 0 if none was yet.
   */
  'release': (number);
  /**
   * Outcome.
   */
  'outcome': (_towline_v1_ApplyOutcome);
  /**
   * Why it was rolled back or refused: state, step, command and its output.
   */
  'reason': (string);
}
