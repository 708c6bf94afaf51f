import { TowlineError } from '../../shared/errors.ts';
import type { BeginAgentUpgradeRequest } from '../../shared/gen/towline/v1/BeginAgentUpgradeRequest.ts';
import type { BeginAgentUpgradeResponse } from '../../shared/gen/towline/v1/BeginAgentUpgradeResponse.ts';
import { nearest } from '../inventory/suggest.ts';
import { beginUpgrade } from '../upgrades/begin.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';
import { upgradeMessage } from './upgrade-message.ts';

/** Begins to upgrade agents. Throws `invalid`, `notFound`, `conflict`. */
export function beginAgentUpgrade(
  { store, clock, log, upgradeWake }: AdminContext,
  request: BeginAgentUpgradeRequest,
): BeginAgentUpgradeResponse {
  const upgrade = beginUpgrade(store, clock, request, chosenNodes(store, request));
  const { number, version, nodes } = upgrade;
  log.info({ upgrade: number, version, nodes: nodes.length }, 'an upgrade of agents has begun');
  upgradeWake.notify();
  return { run: upgradeMessage(upgrade) };
}

/** Enrolled nodes that are named, or in a site that is; all with neither. A site is the one of the enrollment. */
function chosenNodes(
  store: AdminContext['store'],
  { nodes, sites }: Pick<BeginAgentUpgradeRequest, 'nodes' | 'sites'>,
) {
  const all = store.nodes.all();
  if (nodes.length + sites.length === 0) return all;
  const known = [...new Set(all.map(({ site }) => site))].sort();
  const unknown = sites.find((site) => !known.includes(site));
  if (unknown !== undefined) {
    const near = nearest(unknown, known);
    const way = near === undefined ? "see 'towline status'" : `did you mean ${JSON.stringify(near)}?`;
    throw new TowlineError('notFound', `no router is enrolled at a site ${JSON.stringify(unknown)}: ${way}`);
  }
  const named = new Set(nodes.map((name) => findEnrolled(store, name).nodeId));
  return all.filter(({ nodeId, site }) => named.has(nodeId) || sites.includes(site));
}
