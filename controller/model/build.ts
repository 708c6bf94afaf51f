import { pskName } from '../../shared/bundle/secrets.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import { loopbackPools, networkPrefixes } from '../allocate/addresses.ts';
import type { Allocated } from '../allocate/allocate.ts';
import { InventoryError, type Problem } from '../inventory/problems.ts';
import { levelFile } from '../inventory/read.ts';
import { familyOf } from '../inventory/scalars.ts';
import type { SourceTree } from '../inventory/source.ts';
import { checkNetwork, type NetworkCheck } from './checks/checks.ts';
import type { LinkEnd, NetworkModel, NodeModel, SiteModel } from './network.ts';
import type { NodeEntry } from './values.ts';

/** Joins inventory and allocation into the model. Throws InventoryError where sites contradict each other. */
export function buildNetwork(
  tree: SourceTree,
  allocated: Allocated,
  check: NetworkCheck = checkNetwork,
): { network: NetworkModel; warnings: string[] } {
  const { problems, warnings } = check(tree, allocated);
  const ends = linkEnds(allocated, problems);
  if (problems.length > 0) throw new InventoryError(problems);

  const nodes = allocated.entries.map((entry): NodeModel => {
    const given = allocated.nodes.get(entry.name);
    const links = ends.get(entry.name) ?? [];
    return {
      name: entry.name,
      site: entry.site,
      id: given?.id ?? 0,
      asn: allocated.network.asn[entry.site] ?? 0,
      loopbackV4: given?.loopback_v4 ?? '',
      loopbackV6: given?.loopback_v6 ?? '',
      managementAddress: given?.management_address ?? '',
      groups: [...entry.values.groups].sort(),
      peers: links.map((link) => link.peer),
      lan: entry.values.lan,
      enrolled: given?.public_keys !== undefined,
      values: entry.values,
      links,
    };
  });
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

function linkEnds(allocated: Allocated, problems: Problem[]): Map<string, LinkEnd[]> {
  const entries = new Map(allocated.entries.map((entry) => [entry.name, entry]));
  const interfaces = new Map(allocated.entries.map(({ name }) => [name, linkInterface(name)]));
  const ends = new Map<string, LinkEnd[]>(allocated.entries.map((entry) => [entry.name, []]));
  const portOf = (own: NodeEntry, peer: NodeEntry) => allocated.nodes.get(own.name)?.ports[peer.name] ?? 0;
  for (const link of allocated.links) {
    const [a, b] = [entries.get(link.a), entries.get(link.b)];
    if (a === undefined || b === undefined) continue;
    const common = {
      kind: link.kind,
      mtu: Math.min(a.values.wireguard.mtu, b.values.wireguard.mtu),
      ...(a.values.wireguard.psk && b.values.wireguard.psk ? { psk: pskName(a.name, b.name) } : {}),
    };
    const [portA, portB] = [portOf(a, b), portOf(b, a)];
    const end = (own: NodeEntry, peer: NodeEntry, listenPort: number, peerPort: number): LinkEnd => ({
      peer: peer.name,
      interface: interfaces.get(peer.name) ?? '',
      listenPort,
      peerPort,
      spoke: link.spoke === own.name,
      ...common,
    });
    ends.get(a.name)?.push(end(a, b, portA, portB));
    ends.get(b.name)?.push(end(b, a, portB, portA));
  }
  for (const [name, list] of ends) {
    list.sort((x, y) => (x.peer < y.peer ? -1 : 1));
    checkInterfaces(entries.get(name), list, problems);
  }
  return ends;
}

function checkInterfaces(entry: NodeEntry | undefined, links: readonly LinkEnd[], problems: Problem[]): void {
  const peerOf = new Map<string, string>();
  for (const link of links) {
    const other = peerOf.get(link.interface);
    if (other !== undefined && entry !== undefined) {
      problems.push({
        file: levelFile(entry.site, entry.name),
        text: `the links to ${other} and ${link.peer} would both be interface ${link.interface}; rename one of these nodes`,
      });
    }
    peerOf.set(link.interface, link.peer);
  }
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
