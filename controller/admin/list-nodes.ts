import type { ListNodesRequest } from '../../shared/gen/towline/v1/ListNodesRequest.ts';
import type { ListNodesResponse } from '../../shared/gen/towline/v1/ListNodesResponse.ts';
import type { AdminContext } from './context.ts';
import { overviewOf, siteNamed } from './model.ts';

/** Lists the nodes of the work tree. Throws `notFound` for a site that is none. */
export async function listNodes(
  { releases, inventory, queue }: AdminContext,
  { siteName }: ListNodesRequest,
): Promise<ListNodesResponse> {
  const overview = overviewOf({ releases }, await queue(() => inventory.read()));
  if (siteName !== '') siteNamed(overview, siteName);
  const nodes = overview.nodes.filter((node) => siteName === '' || node.siteName === siteName);
  return { nodes, problem: overview.problem };
}
