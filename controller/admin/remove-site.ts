import type { RemoveSiteRequest } from '../../shared/gen/towline/v1/RemoveSiteRequest.ts';
import type { RemoveSiteResponse } from '../../shared/gen/towline/v1/RemoveSiteResponse.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import type { AdminContext } from './context.ts';
import { editInventory, removalOf, requireName } from './edit.ts';

/** Removes a site and its nodes from the work tree. Throws `notFound`, InventoryError. */
export async function removeSite(
  context: AdminContext,
  { name }: RemoveSiteRequest,
): Promise<RemoveSiteResponse> {
  requireName('site', name);
  let removedNodes: string[] = [];
  await context.queue(() =>
    editInventory(context, (tree) => {
      removedNodes = [...inventoryNodes(tree)]
        .flatMap(([node, site]) => (site === name ? [node] : []))
        .sort();
      return removalOf(tree, `sites/${name}`, `site ${name}: see 'towline site list'`);
    }),
  );
  return { removedNodes };
}
