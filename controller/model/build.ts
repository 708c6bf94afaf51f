import { loopbackPools, networkPrefixes } from '../allocate/addresses.ts';
import type { Allocated } from '../allocate/allocate.ts';
import { InventoryError } from '../inventory/problems.ts';
import { familyOf } from '../inventory/scalars.ts';
import type { SourceTree } from '../inventory/source.ts';
import { checkNetwork, type NetworkCheck } from './checks/checks.ts';
import type { NetworkModel, NodeModel, SiteModel } from './network.ts';
import { createModelReader, type ModelReader } from './nodes.ts';

/** How the model is made; a compiler that remembers has its own, which cost little for what did not change. */
export interface BuildReaders {
  readonly check: NetworkCheck;
  readonly models: ModelReader;
}

/** Joins inventory and allocation into the model. Throws InventoryError where sites contradict each other. */
export function buildNetwork(
  tree: SourceTree,
  allocated: Allocated,
  read: BuildReaders = { check: checkNetwork, models: createModelReader() },
): { network: NetworkModel; warnings: string[] } {
  const { problems, warnings } = read.check(tree, allocated);
  const nodes = read.models(allocated, problems);
  if (problems.length > 0) throw new InventoryError(problems);

  const { management, controller } = networkPrefixes(allocated.network.ula);
  const network: NetworkModel = {
    name: allocated.inventory.network.name ?? 'towline',
    networkId: allocated.network.network_id,
    managementPrefix: management,
    controllerAddress: controller,
    loopbackPools: Object.values(loopbackPools(allocated.network.ula, allocated.inventory.network)),
    sites: sitesOf(allocated, nodes),
    nodes,
    importLimit: { v4: prefixLimit(nodes, 4), v6: prefixLimit(nodes, 6) },
  };
  return { network, warnings };
}

function sitesOf(allocated: Allocated, nodes: readonly NodeModel[]): SiteModel[] {
  const bySite = groupBySite(nodes);
  return [...allocated.inventory.sites.keys()].map((name) => {
    const own = bySite.get(name) ?? [];
    return {
      name,
      asn: allocated.network.asn[name] ?? 0,
      nodes: own.map((node) => node.name),
      lan: [...new Set(own.flatMap((node) => node.lan))].sort(),
    };
  });
}

/** Room in the prefix limit for each pattern of `announce_connected`. */
const networksPerPattern = 32;

/** Twice the prefixes that the inventory announces, rounded up to a power of two, so that few changes move it. */
function prefixLimit(nodes: readonly NodeModel[], family: 4 | 6): number {
  const prefixes = new Set(nodes.flatMap((node) => node.lan).filter((prefix) => familyOf(prefix) === family));
  // How many networks a pattern of announce_connected stands for is not known here.
  const connected = nodes.reduce((sum, node) => sum + node.values.announce_connected.length, 0);
  return 2 ** Math.ceil(Math.log2(2 * (nodes.length + prefixes.size + 1 + connected * networksPerPattern)));
}

/** Nodes by the name of their site. */
export function groupBySite(nodes: readonly NodeModel[]): Map<string, NodeModel[]> {
  const bySite = new Map<string, NodeModel[]>();
  for (const node of nodes) {
    const list = bySite.get(node.site);
    if (list === undefined) bySite.set(node.site, [node]);
    else list.push(node);
  }
  return bySite;
}
