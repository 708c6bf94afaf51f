import type { ActivateRequest } from '../../shared/gen/towline/v1/ActivateRequest.ts';
import type { ActivateResponse } from '../../shared/gen/towline/v1/ActivateResponse.ts';
import { activate as activateRelease } from '../release/activate.ts';
import { requireNone } from '../rollout/requests.ts';
import { type Choice, choiceIn, chooseNodes } from './choose-nodes.ts';
import type { AdminContext } from './context.ts';
import { findRelease } from './get-release.ts';

/** Makes a release the desired one, for all nodes or the chosen ones. Throws `notFound`, `conflict`, InventoryError. */
export async function activate(context: AdminContext, request: ActivateRequest): Promise<ActivateResponse> {
  const { store, queue, releases, log } = context;
  const activation = await queue(async () => {
    requireNone(store, 'activation');
    const chosenNodes = await chosenBy(context, request);
    return { ...(await activateRelease(releases, request.release, chosenNodes)), chosenNodes };
  });
  const { changedNodes, announcedNodes } = activation;
  log.info({ release: activation.release, nodes: changedNodes, again: announcedNodes }, 'release activated');
  return activation;
}

/** Names of the nodes that a request means; none for all. Throws `notFound`, `conflict`, InventoryError. */
export async function chosenBy(
  context: AdminContext,
  request: Choice & Pick<ActivateRequest, 'release'>,
): Promise<string[]> {
  const { store, inventory } = context;
  const { release, nodes, sites, groups } = request;
  if (nodes.length + sites.length + groups.length === 0) return [];
  const { number, inventoryCommit } = findRelease(context, release);
  const bundles = store.bundles.headsAt(number);
  // Sites and groups are those of the release: the work tree may be ahead of it.
  const byPlace = sites.length + groups.length > 0;
  const tree = byPlace ? await inventory.readAt(inventoryCommit) : await inventory.read();
  const known = choiceIn(context, tree, groups.length > 0);
  return chooseNodes(known, request, new Set(bundles.map(({ nodeName }) => nodeName)));
}
