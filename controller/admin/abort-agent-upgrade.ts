import { TowlineError } from '../../shared/errors.ts';
import type { AbortAgentUpgradeResponse } from '../../shared/gen/towline/v1/AbortAgentUpgradeResponse.ts';
import { saveUpgrade } from '../upgrades/drive.ts';
import { aborted } from '../upgrades/transition.ts';
import type { AdminContext } from './context.ts';
import { upgradeMessage } from './upgrade-message.ts';

/** Has nobody more told; those that were prove their agent, or go back. Throws `notFound`. */
export function abortAgentUpgrade(context: AdminContext): AbortAgentUpgradeResponse {
  const { store, upgradeWake } = context;
  const before = store.upgrades.newest();
  if (before?.state !== 'running')
    throw new TowlineError(
      'notFound',
      "no upgrade of agents is under way: see 'towline agent upgrade --status'",
    );
  const after = aborted(before);
  saveUpgrade(context, before, after);
  upgradeWake.notify();
  return { run: upgradeMessage(after) };
}
