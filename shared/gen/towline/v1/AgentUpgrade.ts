// Original file: proto/towline/v1/agent.proto

import type { AgentUpgradeStateInput as _towline_v1_AgentUpgradeStateInput, AgentUpgradeState as _towline_v1_AgentUpgradeState } from '../../towline/v1/AgentUpgradeState.ts';

/**
 * AgentUpgrade is the order that a node heard last, and what became of it.
 */
export interface AgentUpgradeInput {
  /**
   * Epoch of the order.
   */
  'epoch'?: (number);
  /**
   * Number of the order; 0 if the node has followed none.
   */
  'number'?: (number);
  /**
   * How far it is.
   */
  'state'?: (_towline_v1_AgentUpgradeStateInput);
  /**
   * Why it is not further; empty if nothing keeps it.
   */
  'reason'?: (string);
}

/**
 * AgentUpgrade is the order that a node heard last, and what became of it.
 */
export interface AgentUpgrade {
  /**
   * Epoch of the order.
   */
  'epoch': (number);
  /**
   * Number of the order; 0 if the node has followed none.
   */
  'number': (number);
  /**
   * How far it is.
   */
  'state': (_towline_v1_AgentUpgradeState);
  /**
   * Why it is not further; empty if nothing keeps it.
   */
  'reason': (string);
}
