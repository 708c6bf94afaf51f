// Original file: proto/towline/v1/admin.proto

import type { AgentUpgradeRunInput as _towline_v1_AgentUpgradeRunInput, AgentUpgradeRun as _towline_v1_AgentUpgradeRun } from '../../towline/v1/AgentUpgradeRun.ts';

/**
 * AbortAgentUpgradeResponse shows where it ended.
 */
export interface AbortAgentUpgradeResponseInput {
  /**
   * The upgrade.
   */
  'run'?: (_towline_v1_AgentUpgradeRunInput | null);
}

/**
 * AbortAgentUpgradeResponse shows where it ended.
 */
export interface AbortAgentUpgradeResponse {
  /**
   * The upgrade.
   */
  'run': (_towline_v1_AgentUpgradeRun | null);
}
