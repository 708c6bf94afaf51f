import type { Bundle } from '../store/bundles.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { AssembledBundle } from './assemble.ts';

/** A node whose bundle is not the one of the newest release. */
export type Difference =
  | { readonly kind: 'added' | 'changed'; readonly bundle: AssembledBundle; readonly before?: Bundle }
  | { readonly kind: 'removed'; readonly before: Bundle };

/** Name of the node that a difference is about. */
export function nodeNameOf(difference: Difference): string {
  return difference.kind === 'removed' ? difference.before.nodeName : difference.bundle.nodeName;
}

/**
 * Compares compiled bundles with those of the newest release, sorted by name. A router that took another's
 * place needs a manifest sealed to its own key, so a new sealing key counts as a change.
 */
export function findDifferences(
  compiled: readonly AssembledBundle[],
  newest: readonly Bundle[],
  nodes: readonly EnrolledNode[],
): Difference[] {
  const before = new Map(newest.map((bundle) => [bundle.nodeId, bundle]));
  const sealingKeys = new Map(nodes.map((node) => [node.nodeId, node.sealingKey]));
  const differences: Difference[] = [];
  for (const bundle of compiled) {
    const last = before.get(bundle.nodeId);
    before.delete(bundle.nodeId);
    if (last?.content === undefined) {
      differences.push({ kind: 'added', bundle });
      continue;
    }
    const sameKey = sealingKeys.get(bundle.nodeId)?.equals(last.content.sealingKey) ?? false;
    if (sameKey && last.content.digest.equals(bundle.digest) && last.nodeName === bundle.nodeName) continue;
    differences.push({ kind: 'changed', bundle, before: last });
  }
  for (const last of before.values()) {
    if (last.content !== undefined) differences.push({ kind: 'removed', before: last });
  }
  return differences.sort((a, b) => (nodeNameOf(a) < nodeNameOf(b) ? -1 : 1));
}
