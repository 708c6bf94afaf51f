import type { ListHostsRequest } from '../../shared/gen/towline/v1/ListHostsRequest.ts';
import type { ListHostsResponse } from '../../shared/gen/towline/v1/ListHostsResponse.ts';
import type { AdminContext } from './context.ts';
import { modelOf, toNode } from './model.ts';

/** Lists the routers that there are, with what leads to them. Throws InventoryError. */
export async function listHosts(
  { releases, inventory, queue }: AdminContext,
  _request: ListHostsRequest,
): Promise<ListHostsResponse> {
  const { nodes } = modelOf({ releases }, await queue(() => inventory.read()));
  const hosts = nodes
    .filter(({ enrolled }) => enrolled)
    .map((node) => ({
      node: toNode(node),
      tags: [...node.values.tags].sort(),
      sshUser: node.values.ssh.user,
      sshPort: node.values.ssh.port,
      varsJson: JSON.stringify(node.values.vars),
    }));
  // Neighbours in the list are those of one site: who goes through it one after the other finishes a site first.
  const place = ({ node }: (typeof hosts)[number]) => `${node.siteName}/${node.name}`;
  return { hosts: hosts.sort((a, b) => (place(a) < place(b) ? -1 : 1)) };
}
