// Original file: proto/towline/v1/admin.proto

import type { AgentUpgradeRunInput as _towline_v1_AgentUpgradeRunInput, AgentUpgradeRun as _towline_v1_AgentUpgradeRun } from '../../towline/v1/AgentUpgradeRun.ts';

/**
 * GetAgentUpgradeResponse shows an upgrade.
 */
export interface GetAgentUpgradeResponseInput {
  /**
   * The upgrade; absent if there was none yet.
   */
  'run'?: (_towline_v1_AgentUpgradeRunInput | null);
}

/**
 * GetAgentUpgradeResponse shows an upgrade.
 */
export interface GetAgentUpgradeResponse {
  /**
   * The upgrade; absent if there was none yet.
   */
  'run': (_towline_v1_AgentUpgradeRun | null);
}
