import type { RemoveNodeRequest } from '../../shared/gen/towline/v1/RemoveNodeRequest.ts';
import type { RemoveNodeResponse } from '../../shared/gen/towline/v1/RemoveNodeResponse.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import type { AdminContext } from './context.ts';
import { editInventory, removalOf, requireName } from './edit.ts';

/** Removes a node from the work tree. Throws `notFound`, InventoryError. */
export async function removeNode(
  context: AdminContext,
  { name }: RemoveNodeRequest,
): Promise<RemoveNodeResponse> {
  requireName('node', name);
  await context.queue(() =>
    editInventory(context, (tree) =>
      removalOf(
        tree,
        `sites/${inventoryNodes(tree).get(name)}/${name}`,
        `node ${name}: see 'towline node list'`,
      ),
    ),
  );
  return {};
}
