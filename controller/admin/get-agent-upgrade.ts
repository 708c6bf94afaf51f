import { TowlineError } from '../../shared/errors.ts';
import type { GetAgentUpgradeRequest } from '../../shared/gen/towline/v1/GetAgentUpgradeRequest.ts';
import type { GetAgentUpgradeResponse } from '../../shared/gen/towline/v1/GetAgentUpgradeResponse.ts';
import type { AdminContext } from './context.ts';
import { upgradeMessage } from './upgrade-message.ts';

/** Shows an upgrade of agents, by default the last one. Throws `notFound` for a number that none has. */
export function getAgentUpgrade(
  { store }: AdminContext,
  { number }: GetAgentUpgradeRequest,
): GetAgentUpgradeResponse {
  const upgrade = number === 0 ? store.upgrades.newest() : store.upgrades.find(number);
  if (number !== 0 && upgrade === undefined)
    throw new TowlineError('notFound', `there is no upgrade ${number}: see 'towline agent upgrade --status'`);
  return { run: upgrade === undefined ? null : upgradeMessage(upgrade) };
}
