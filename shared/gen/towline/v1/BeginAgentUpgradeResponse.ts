// Original file: proto/towline/v1/admin.proto

import type { AgentUpgradeRunInput as _towline_v1_AgentUpgradeRunInput, AgentUpgradeRun as _towline_v1_AgentUpgradeRun } from '../../towline/v1/AgentUpgradeRun.ts';

/**
 * BeginAgentUpgradeResponse shows what has begun.
 */
export interface BeginAgentUpgradeResponseInput {
  /**
   * The upgrade.
   */
  'run'?: (_towline_v1_AgentUpgradeRunInput | null);
}

/**
 * BeginAgentUpgradeResponse shows what has begun.
 */
export interface BeginAgentUpgradeResponse {
  /**
   * The upgrade.
   */
  'run': (_towline_v1_AgentUpgradeRun | null);
}
