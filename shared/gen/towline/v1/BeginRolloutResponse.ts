// Original file: proto/towline/v1/admin.proto

import type { PlannedWaveInput as _towline_v1_PlannedWaveInput, PlannedWave as _towline_v1_PlannedWave } from '../../towline/v1/PlannedWave.ts';
import type { LeftNodeInput as _towline_v1_LeftNodeInput, LeftNode as _towline_v1_LeftNode } from '../../towline/v1/LeftNode.ts';
import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

/**
 * BeginRolloutResponse is the plan, and the rollout unless it was dry.
 */
export interface BeginRolloutResponseInput {
  /**
   * The release.
   */
  'release'?: (number);
  /**
   * The waves if each goes well; they are found anew before each begins.
   */
  'waves'?: (_towline_v1_PlannedWaveInput)[];
  /**
   * Nodes that are told at the end only, sorted.
   */
  'left'?: (_towline_v1_LeftNodeInput)[];
  /**
   * It stops at so many failed nodes.
   */
  'maxFailures'?: (number);
  /**
   * Nodes in a wave at most.
   */
  'waveNodes'?: (number);
  /**
   * The rollout; absent if it was dry.
   */
  'rollout'?: (_towline_v1_RolloutInput | null);
}

/**
 * BeginRolloutResponse is the plan, and the rollout unless it was dry.
 */
export interface BeginRolloutResponse {
  /**
   * The release.
   */
  'release': (number);
  /**
   * The waves if each goes well; they are found anew before each begins.
   */
  'waves': (_towline_v1_PlannedWave)[];
  /**
   * Nodes that are told at the end only, sorted.
   */
  'left': (_towline_v1_LeftNode)[];
  /**
   * It stops at so many failed nodes.
   */
  'maxFailures': (number);
  /**
   * Nodes in a wave at most.
   */
  'waveNodes': (number);
  /**
   * The rollout; absent if it was dry.
   */
  'rollout': (_towline_v1_Rollout | null);
}
