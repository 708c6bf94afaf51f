import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import { canonicalSource } from './source-address.ts';

/** The enrolled nodes by what the tunnel knows them by. A copy of the database: refresh it when nodes change. */
export interface Roster {
  refresh(): void;
  all(): readonly EnrolledNode[];
  /** The node that has this management address. */
  at(address: string): EnrolledNode | undefined;
  /** The node with this WireGuard key of the management tunnel, base64. */
  withKey(publicKey: string): EnrolledNode | undefined;
  numbered(nodeId: number): EnrolledNode | undefined;
  named(name: string): EnrolledNode | undefined;
  managementAddress(nodeId: number): string;
}

/**
 * @param managementAddress a node's address in the tunnel, by its number
 */
export function createRoster(store: Store, managementAddress: (nodeId: number) => string): Roster {
  let nodes: readonly EnrolledNode[] = [];
  let byAddress = new Map<string, EnrolledNode>();
  let byKey = new Map<string, EnrolledNode>();
  let byName = new Map<string, EnrolledNode>();
  let byNumber = new Map<number, EnrolledNode>();
  return {
    refresh() {
      // The identical nodes while none changes: their keys have been read then.
      nodes = store.nodes.allWithRetired().filter(({ retired }) => retired === null);
      byAddress = new Map(nodes.map((node) => [canonicalSource(managementAddress(node.nodeId)), node]));
      byKey = new Map(nodes.map((node) => [node.managementKey.toString('base64'), node]));
      byName = new Map(nodes.map((node) => [node.name, node]));
      byNumber = new Map(nodes.map((node) => [node.nodeId, node]));
    },
    all: () => nodes,
    at: (address) => byAddress.get(canonicalSource(address)),
    withKey: (publicKey) => byKey.get(publicKey),
    numbered: (nodeId) => byNumber.get(nodeId),
    named: (name) => byName.get(name),
    managementAddress,
  };
}
