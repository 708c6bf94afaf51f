import type { AgentUpgradeState } from '../../shared/gen/towline/v1/AgentUpgradeState.ts';
import type { UpgradeStatus } from '../upgrade/upgrades.ts';

const upgradeStates: Record<UpgradeStatus['state'], AgentUpgradeState> = {
  fetching: 'AGENT_UPGRADE_STATE_FETCHING',
  checking: 'AGENT_UPGRADE_STATE_CHECKING',
  waiting: 'AGENT_UPGRADE_STATE_WAITING',
  trying: 'AGENT_UPGRADE_STATE_TRYING',
  confirmed: 'AGENT_UPGRADE_STATE_CONFIRMED',
  rolledBack: 'AGENT_UPGRADE_STATE_ROLLED_BACK',
  refused: 'AGENT_UPGRADE_STATE_REFUSED',
};

/** An order to become another agent as the controller is told of it. Pure. */
export function reportedUpgrade({ epoch, number, state, reason }: UpgradeStatus) {
  return { epoch, number, state: upgradeStates[state], reason };
}
