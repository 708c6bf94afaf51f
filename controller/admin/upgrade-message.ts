import type { AgentNodeState } from '../../shared/gen/towline/v1/AgentNodeState.ts';
import type { AgentRunState } from '../../shared/gen/towline/v1/AgentRunState.ts';
import type { AgentUpgradeRun } from '../../shared/gen/towline/v1/AgentUpgradeRun.ts';
import type { Upgrade, UpgradeNode } from '../upgrades/upgrade.ts';

const runStates: Record<Upgrade['state'], AgentRunState> = {
  running: 'AGENT_RUN_STATE_RUNNING',
  stopped: 'AGENT_RUN_STATE_STOPPED',
  done: 'AGENT_RUN_STATE_DONE',
  aborted: 'AGENT_RUN_STATE_ABORTED',
};

const nodeStates: Record<UpgradeNode['state'], AgentNodeState> = {
  waiting: 'AGENT_NODE_STATE_WAITING',
  told: 'AGENT_NODE_STATE_TOLD',
  done: 'AGENT_NODE_STATE_DONE',
  failed: 'AGENT_NODE_STATE_FAILED',
  left: 'AGENT_NODE_STATE_LEFT',
};

/** An upgrade as it is shown. Pure. */
export function upgradeMessage(upgrade: Upgrade): AgentUpgradeRun {
  const { number, state, reason, version, sha256, begun, atOnce, windowS, nodes } = upgrade;
  return {
    ...{ number, reason, version, sha256, atOnce, windowS },
    state: runStates[state],
    begunMs: begun,
    nodes: nodes.map((node) => ({
      nodeName: node.name,
      state: nodeStates[node.state],
      step: node.step,
      reason: node.reason,
    })),
  };
}
