// Original file: proto/towline/v1/admin.proto

import type { AgentNodeStateInput as _towline_v1_AgentNodeStateInput, AgentNodeState as _towline_v1_AgentNodeState } from '../../towline/v1/AgentNodeState.ts';

/**
 * AgentUpgradeNode is a node in an upgrade of agents.
 */
export interface AgentUpgradeNodeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * How far it is.
   */
  'state'?: (_towline_v1_AgentNodeStateInput);
  /**
   * What it is at as it says itself: `fetching`, `checking`, `waiting`,
   * `trying`; empty for anything else.
   */
  'step'?: (string);
  /**
   * Why it failed, was left, or waits; empty if nothing is wrong.
   */
  'reason'?: (string);
}

/**
 * AgentUpgradeNode is a node in an upgrade of agents.
 */
export interface AgentUpgradeNode {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * How far it is.
   */
  'state': (_towline_v1_AgentNodeState);
  /**
   * What it is at as it says itself: `fetching`, `checking`, `waiting`,
   * `trying`; empty for anything else.
   */
  'step': (string);
  /**
   * Why it failed, was left, or waits; empty if nothing is wrong.
   */
  'reason': (string);
}
