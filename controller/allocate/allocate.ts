import { defaults } from '../inventory/defaults.ts';
import { InventoryError, type Problem } from '../inventory/problems.ts';
import { type Inventory, levelFile, readInventory } from '../inventory/read.ts';
import type { SourceTree } from '../inventory/source.ts';
import { buildNetwork } from '../model/build.ts';
import { type Link, linksOf } from '../model/links.ts';
import type { NetworkModel } from '../model/network.ts';
import { type NodeEntry, nodeEntries } from '../model/values.ts';
import { addressIn, loopbackPools, managementAddress } from './addresses.ts';
import {
  formatAllocation,
  type NetworkAllocation,
  type NodeAllocation,
  networkAllocationFile,
  nodeAllocationFile,
  readAllocations,
} from './generated.ts';

/** Public keys of an enrolled node, 32 bytes each. */
export interface NodeKeys {
  readonly identity: Buffer;
  readonly management: Buffer;
  readonly link: Buffer;
  readonly sealing: Buffer;
}

/** An inventory with everything that is given away, and nothing rendered yet. */
export interface Allocated {
  readonly inventory: Inventory;
  readonly entries: readonly NodeEntry[];
  readonly links: readonly Link[];
  readonly network: NetworkAllocation;
  readonly nodes: ReadonlyMap<string, NodeAllocation>;
}

// RFC 6996: private AS numbers, 16 and 32 bits wide.
const lastPrivate16 = 65_534;
const firstPrivate32 = 4_200_000_000;

/**
 * Reads the inventory and gives numbers, addresses and ports to what has none yet. What was given before
 * stays; the number of a removed node and the AS number of a removed site are not given to another.
 * Throws InventoryError.
 */
export function allocate(tree: SourceTree, keys: ReadonlyMap<string, NodeKeys>): Allocated {
  const inventory = readInventory(tree);
  const before = readAllocations(tree);
  const entries = nodeEntries(inventory);
  const links = linksOf(
    entries.map(({ name, site, values }) => ({ name, site, groups: values.groups })),
    inventory.network.group ?? {},
  );
  const problems: Problem[] = [];
  const pools = loopbackPools(before.network.ula, inventory.network);

  let nextId = before.network.next_id;
  const peers = peersOf(links);
  const nodes = new Map<string, NodeAllocation>();
  for (const entry of entries) {
    const old = before.nodes.get(entry.name);
    const id = old?.id ?? nextId++;
    const [v4, v6] = [addressIn(pools.v4, id), addressIn(pools.v6, id)];
    if (v4 === undefined || v6 === undefined) {
      const key = v4 === undefined ? 'loopback_pool_v4' : 'loopback_pool_v6';
      problems.push({
        file: 'network.toml',
        key,
        text: `the pool ${v4 === undefined ? pools.v4 : pools.v6} has no address for node number ${id} (${entry.name}); set a larger one`,
      });
    }
    const node = keys.get(entry.name);
    nodes.set(entry.name, {
      id,
      loopback_v4: v4 ?? '',
      loopback_v6: v6 ?? '',
      management_address: managementAddress(before.network.ula, id),
      port_base: entry.values.wireguard.listen_port_base,
      ports: allocatePorts(entry, old, peers.get(entry.name) ?? [], problems),
      ...(node === undefined ? {} : { public_keys: publicKeys(node) }),
    });
  }
  const asn = allocateAsn(inventory, before.network.asn);
  if (problems.length > 0) throw new InventoryError(problems);
  return { inventory, entries, links, nodes, network: { ...before.network, next_id: nextId, asn } };
}

/** The files of `generated/` for an allocation. */
export function generatedFiles(allocated: Allocated): Map<string, string> {
  return new Map([
    [networkAllocationFile, formatAllocation(allocated.network)],
    ...[...allocated.nodes].map(([name, node]): [string, string] => [
      nodeAllocationFile(name),
      formatAllocation(node),
    ]),
  ]);
}

/** Allocation alone, for an approval: the model and the files of `generated/`. Throws InventoryError. */
export function allocateTree(
  tree: SourceTree,
  keys: ReadonlyMap<string, NodeKeys>,
): { network: NetworkModel; generated: ReadonlyMap<string, string> } {
  const allocated = allocate(tree, keys);
  return { network: buildNetwork(tree, allocated).network, generated: generatedFiles(allocated) };
}

function allocatePorts(
  entry: NodeEntry,
  old: NodeAllocation | undefined,
  peers: readonly string[],
  problems: Problem[],
): Record<string, number> {
  const base = entry.values.wireguard.listen_port_base;
  const kept = old?.port_base === base ? old.ports : {};
  const ports: Record<string, number> = {};
  for (const peer of peers) if (kept[peer] !== undefined) ports[peer] = kept[peer];
  const taken = new Set(Object.values(ports));
  let next = base;
  for (const peer of peers) {
    if (ports[peer] !== undefined) continue;
    while (taken.has(next)) next++;
    taken.add(next);
    ports[peer] = next;
  }
  if (Math.max(0, ...taken) > 65_535) {
    problems.push({
      file: levelFile(entry.site, entry.name),
      key: 'wireguard.listen_port_base',
      text: `${peers.length} links from port ${base} on do not fit below port 65536`,
    });
  }
  return ports;
}

function allocateAsn(inventory: Inventory, before: Readonly<Record<string, number>>): Record<string, number> {
  const asn: Record<string, number> = { ...before };
  const taken = new Set(Object.values(before));
  for (const { file } of inventory.sites.values()) if (file.asn !== undefined) taken.add(file.asn);
  let next = inventory.network.asn_base ?? defaults.asn_base;
  for (const [site, { file }] of inventory.sites) {
    if (file.asn !== undefined) {
      asn[site] = file.asn;
      continue;
    }
    if (asn[site] !== undefined) continue;
    while (taken.has(next)) next++;
    if (next > lastPrivate16 && next < firstPrivate32) next = firstPrivate32;
    while (taken.has(next)) next++;
    taken.add(next);
    asn[site] = next;
  }
  return asn;
}

function peersOf(links: readonly Link[]): Map<string, string[]> {
  const peers = new Map<string, string[]>();
  for (const { a, b } of links) {
    for (const [node, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = peers.get(node) ?? [];
      list.push(peer);
      peers.set(node, list);
    }
  }
  for (const list of peers.values()) list.sort();
  return peers;
}

function publicKeys(keys: NodeKeys): NonNullable<NodeAllocation['public_keys']> {
  const text = (key: Buffer) => key.toString('base64');
  return {
    identity: text(keys.identity),
    management: text(keys.management),
    link: text(keys.link),
    sealing: text(keys.sealing),
  };
}
