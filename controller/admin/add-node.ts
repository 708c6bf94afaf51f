import { stringify } from 'smol-toml';
import { TowlineError } from '../../shared/errors.ts';
import type { AddNodeRequest } from '../../shared/gen/towline/v1/AddNodeRequest.ts';
import type { AddNodeResponse } from '../../shared/gen/towline/v1/AddNodeResponse.ts';
import { levelFile } from '../inventory/read.ts';
import { inventoryNodes } from '../release/enrolled-keys.ts';
import { hasSite } from './add-site.ts';
import type { AdminContext } from './context.ts';
import { editInventory, requireName } from './edit.ts';
import { bareNode, toNode } from './model.ts';

/** Adds a node to the work tree. Throws `invalid`, `notFound` for its site, `exists`, InventoryError. */
export async function addNode(context: AdminContext, request: AddNodeRequest): Promise<AddNodeResponse> {
  const { name, siteName, endpoint, lan } = request;
  requireName('node', name);
  requireName('site', siteName);
  const file = levelFile(siteName, name);
  const values = { ...(endpoint === '' ? {} : { endpoint }), ...(lan.length === 0 ? {} : { lan }) };
  const { network, problem } = await context.queue(() =>
    editInventory(context, (tree) => {
      if (!hasSite(tree, siteName)) {
        throw new TowlineError(
          'notFound',
          `there is no site ${siteName}: make it with 'towline site add ${siteName}'`,
        );
      }
      const site = inventoryNodes(tree).get(name);
      if (site !== undefined)
        throw new TowlineError('exists', `node ${name} is there already, at site ${site}`);
      return new Map([[file, stringify(values)]]);
    }),
  );
  const node = network?.nodes.find((candidate) => candidate.name === name);
  return { node: node === undefined ? bareNode(context, name, siteName) : toNode(node), file, problem };
}
