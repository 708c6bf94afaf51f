import type { GetNodeRequest } from '../../shared/gen/towline/v1/GetNodeRequest.ts';
import type { GetNodeResponse } from '../../shared/gen/towline/v1/GetNodeResponse.ts';
import { effectiveValues } from '../inventory/values.ts';
import type { AdminContext } from './context.ts';
import { toValue } from './get-value.ts';
import { nodeNamed, overviewOf } from './model.ts';

/** Shows a node with its effective values. Throws `notFound`, InventoryError. */
export async function getNode(
  { releases, inventory, queue }: AdminContext,
  { name }: GetNodeRequest,
): Promise<GetNodeResponse> {
  const tree = await queue(() => inventory.read());
  const overview = overviewOf({ releases }, tree);
  const node = nodeNamed(overview, name);
  return {
    node,
    values: effectiveValues(tree, `${node.siteName}/${node.name}`).map(toValue),
    problem: overview.problem,
  };
}
