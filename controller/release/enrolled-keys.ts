import { TowlineError } from '../../shared/errors.ts';
import { type Allocations, nodeAllocationFile } from '../allocate/generated.ts';
import type { NodeKeys } from '../compile.ts';
import type { SourceTree } from '../inventory/source.ts';
import type { EnrolledNode, KnownNode } from '../store/nodes.ts';

/**
 * Public keys of the inventory's enrolled nodes, by name. A removed node counts again where the inventory has
 * it under its number, unless it was revoked. Throws `conflict` if a node that is enrolled has lost its number in `generated/`: to
 * compile on would remove its router from the network.
 *
 * @param nodes all of the database, with those that were removed
 * @param except name of a node that may have lost it, since it gets another router now
 */
export function enrolledKeys(
  nodes: readonly KnownNode[],
  allocations: Allocations,
  tree: SourceTree,
  except?: string,
): Map<string, NodeKeys> {
  const names = inventoryNodes(tree);
  const numberOf = (name: string) => allocations.nodes.get(name)?.id;
  for (const node of nodes) {
    if (
      node.retired !== null ||
      !names.has(node.name) ||
      node.name === except ||
      numberOf(node.name) === node.nodeId
    )
      continue;
    const file = nodeAllocationFile(node.name);
    throw new TowlineError(
      'conflict',
      `${file}: the router of ${node.name} is enrolled as number ${node.nodeId}, which this file does not say: take the file back with git, or activate the release that removed the node before you make it anew`,
    );
  }
  const enrolled = nodes.filter((node) => node.revoked === 0 && numberOf(node.name) === node.nodeId);
  return new Map(enrolled.map((node) => [node.name, nodeKeysOf(node)]));
}

/** Site of each node that the inventory has a file of. */
export function inventoryNodes(tree: SourceTree): Map<string, string> {
  const nodes = new Map<string, string>();
  for (const path of tree.keys()) {
    if (!path.endsWith('/node.toml')) continue;
    const [, site, node] = /^sites\/([^/]+)\/([^/]+)\/node\.toml$/.exec(path) ?? [];
    if (site !== undefined && node !== undefined) nodes.set(node, site);
  }
  return nodes;
}

/** A node's keys as the compiler takes them. */
export function nodeKeysOf(
  node: Pick<EnrolledNode, 'identityKey' | 'managementKey' | 'linkKey' | 'sealingKey'>,
): NodeKeys {
  const keys = known.get(node) ?? {
    identity: node.identityKey,
    management: node.managementKey,
    link: node.linkKey,
    sealing: node.sealingKey,
  };
  known.set(node, keys);
  return keys;
}

/** The identical keys for the identical node: what is made of them is kept by them. */
const known = new WeakMap<object, NodeKeys>();
