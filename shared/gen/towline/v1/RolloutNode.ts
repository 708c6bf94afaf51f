// Original file: proto/towline/v1/admin.proto

import type { RolloutNodeStateInput as _towline_v1_RolloutNodeStateInput, RolloutNodeState as _towline_v1_RolloutNodeState } from '../../towline/v1/RolloutNodeState.ts';

/**
 * RolloutNode is one node of a rollout.
 */
export interface RolloutNodeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * How far it is.
   */
  'state'?: (_towline_v1_RolloutNodeStateInput);
  /**
   * Its wave; 0 while it is in none.
   */
  'wave'?: (number);
  /**
   * Whether it is one of the canaries.
   */
  'isCanary'?: (boolean);
  /**
   * Seconds since its state changed.
   */
  'ageS'?: (number);
  /**
   * Why it failed, waits, or was left behind; empty if there is nothing to say.
   */
  'reason'?: (string);
}

/**
 * RolloutNode is one node of a rollout.
 */
export interface RolloutNode {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * How far it is.
   */
  'state': (_towline_v1_RolloutNodeState);
  /**
   * Its wave; 0 while it is in none.
   */
  'wave': (number);
  /**
   * Whether it is one of the canaries.
   */
  'isCanary': (boolean);
  /**
   * Seconds since its state changed.
   */
  'ageS': (number);
  /**
   * Why it failed, waits, or was left behind; empty if there is nothing to say.
   */
  'reason': (string);
}
