import { isDeepStrictEqual } from 'node:util';
import { defaults } from '../inventory/defaults.ts';
import { type Inventory, readInventory } from '../inventory/read.ts';
import type { SourceTree } from '../inventory/source.ts';
import { type Link, linksOf } from '../model/links.ts';
import { type NodeEntry, nodeEntries } from '../model/values.ts';
import { createAddressReader } from './addresses.ts';
import {
  type Allocations,
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
  /** The files of `generated/`: path to text. */
  readonly generated: ReadonlyMap<string, string>;
}

/** How allocation reads; a compiler that remembers has its own, which cost nothing for what did not change. */
export interface AllocateReaders {
  readonly inventory: typeof readInventory;
  readonly allocations: typeof readAllocations;
  readonly entries: (inventory: Inventory) => NodeEntry[];
  readonly links: typeof linksOf;
  readonly addresses: ReturnType<typeof createAddressReader>;
}

// RFC 6996: private AS numbers, 16 and 32 bits wide.
const lastPrivate16 = 65_534;
const firstPrivate32 = 4_200_000_000;

/**
 * Reads the inventory and gives numbers, addresses and ports to what has none yet. What was given before
 * stays; the number of a removed node and the AS number of a removed site are not given to another.
 * Throws InventoryError.
 */
export function allocate(
  tree: SourceTree,
  keys: ReadonlyMap<string, NodeKeys>,
  read: AllocateReaders = {
    inventory: readInventory,
    allocations: readAllocations,
    entries: nodeEntries,
    links: linksOf,
    addresses: createAddressReader(),
  },
): Allocated {
  const inventory = read.inventory(tree);
  const before = read.allocations(tree);
  const entries = read.entries(inventory);
  const links = read.links(entries, inventory.network.group ?? {});
  const addressesOf = read.addresses(before.network.ula, inventory.network);

  let nextId = before.network.next_id;
  const peers = peersOf(links);
  const nodes = new Map<string, NodeAllocation>();
  for (const entry of entries) {
    const old = before.nodes.get(entry.name);
    const id = old?.id ?? nextId++;
    const { v4, v6, management } = addressesOf(id);
    const own = keys.get(entry.name);
    const given: NodeAllocation = {
      id,
      // A pool that is too small is reported with everything else that is wrong across the network.
      loopback_v4: v4 ?? '',
      loopback_v6: v6 ?? '',
      management_address: management,
      port_base: entry.values.wireguard.listen_port_base,
      ports: allocatePorts(entry, old, peers.get(entry.name) ?? []),
      ...(own === undefined ? {} : { public_keys: publicKeys(own) }),
    };
    nodes.set(entry.name, old !== undefined && isSame(old, given) ? old : given);
  }
  const asn = allocateAsn(inventory, before.network.asn);
  const network = { ...before.network, next_id: nextId, asn };
  const generated = generatedFiles(tree, before, { network, nodes });
  return { inventory, entries, links, nodes, network, generated };
}

/** The files of `generated/` for an allocation; the text of what is as it was is the one that is there. */
export function generatedFiles(
  tree: SourceTree,
  before: Allocations,
  allocated: Pick<Allocated, 'network' | 'nodes'>,
): Map<string, string> {
  const files = new Map([[networkAllocationFile, formatAllocation(allocated.network)]]);
  for (const [name, node] of allocated.nodes) {
    const file = nodeAllocationFile(name);
    const text = before.nodes.get(name) === node ? tree.get(file) : undefined;
    files.set(file, text ?? formatAllocation(node));
  }
  return files;
}

function allocatePorts(
  entry: NodeEntry,
  old: NodeAllocation | undefined,
  peers: readonly string[],
): Record<string, number> {
  const base = entry.values.wireguard.listen_port_base;
  const isKept = old?.port_base === base && Object.keys(old.ports).length === peers.length;
  if (isKept && peers.every((peer) => old.ports[peer] !== undefined)) return old.ports;
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
  return ports;
}

function isSame(a: NodeAllocation, b: NodeAllocation): boolean {
  return (
    a.loopback_v4 === b.loopback_v4 &&
    a.loopback_v6 === b.loopback_v6 &&
    a.management_address === b.management_address &&
    a.port_base === b.port_base &&
    a.public_keys?.identity === b.public_keys?.identity &&
    a.public_keys?.management === b.public_keys?.management &&
    a.public_keys?.link === b.public_keys?.link &&
    a.public_keys?.sealing === b.public_keys?.sealing &&
    (a.ports === b.ports || isDeepStrictEqual(a.ports, b.ports))
  );
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

type PublicKeys = NonNullable<NodeAllocation['public_keys']>;
const texts = new WeakMap<NodeKeys, PublicKeys>();

/** Keys in base64, made once for each. */
export function publicKeys(keys: NodeKeys): PublicKeys {
  const known = texts.get(keys);
  if (known !== undefined) return known;
  const text = (key: Buffer) => key.toString('base64');
  const made = {
    identity: text(keys.identity),
    management: text(keys.management),
    link: text(keys.link),
    sealing: text(keys.sealing),
  };
  texts.set(keys, made);
  return made;
}
