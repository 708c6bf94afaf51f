// Original file: proto/towline/v1/admin.proto

import type { AgentRunStateInput as _towline_v1_AgentRunStateInput, AgentRunState as _towline_v1_AgentRunState } from '../../towline/v1/AgentRunState.ts';
import type { AgentUpgradeNodeInput as _towline_v1_AgentUpgradeNodeInput, AgentUpgradeNode as _towline_v1_AgentUpgradeNode } from '../../towline/v1/AgentUpgradeNode.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * AgentUpgradeRun is an upgrade of agents.
 */
export interface AgentUpgradeRunInput {
  /**
   * Number of the upgrade.
   */
  'number'?: (number);
  /**
   * Where it is.
   */
  'state'?: (_towline_v1_AgentRunStateInput);
  /**
   * Why it stopped; empty if it did not.
   */
  'reason'?: (string);
  /**
   * Version of the agent.
   */
  'version'?: (string);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * When it began, in milliseconds since 1970-01-01 UTC.
   */
  'begunMs'?: (number | string | Long);
  /**
   * Nodes at most that are on their way at once.
   */
  'atOnce'?: (number);
  /**
   * Time in seconds that each has to prove the agent.
   */
  'windowS'?: (number);
  /**
   * The nodes, by name.
   */
  'nodes'?: (_towline_v1_AgentUpgradeNodeInput)[];
}

/**
 * AgentUpgradeRun is an upgrade of agents.
 */
export interface AgentUpgradeRun {
  /**
   * Number of the upgrade.
   */
  'number': (number);
  /**
   * Where it is.
   */
  'state': (_towline_v1_AgentRunState);
  /**
   * Why it stopped; empty if it did not.
   */
  'reason': (string);
  /**
   * Version of the agent.
   */
  'version': (string);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256': (Buffer);
  /**
   * When it began, in milliseconds since 1970-01-01 UTC.
   */
  'begunMs': (number);
  /**
   * Nodes at most that are on their way at once.
   */
  'atOnce': (number);
  /**
   * Time in seconds that each has to prove the agent.
   */
  'windowS': (number);
  /**
   * The nodes, by name.
   */
  'nodes': (_towline_v1_AgentUpgradeNode)[];
}
