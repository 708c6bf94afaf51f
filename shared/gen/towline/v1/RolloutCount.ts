// Original file: proto/towline/v1/admin.proto

import type { RolloutNodeStateInput as _towline_v1_RolloutNodeStateInput, RolloutNodeState as _towline_v1_RolloutNodeState } from '../../towline/v1/RolloutNodeState.ts';

/**
 * RolloutCount says how many nodes are in a state.
 */
export interface RolloutCountInput {
  /**
   * The state.
   */
  'state'?: (_towline_v1_RolloutNodeStateInput);
  /**
   * How many nodes.
   */
  'nodes'?: (number);
}

/**
 * RolloutCount says how many nodes are in a state.
 */
export interface RolloutCount {
  /**
   * The state.
   */
  'state': (_towline_v1_RolloutNodeState);
  /**
   * How many nodes.
   */
  'nodes': (number);
}
