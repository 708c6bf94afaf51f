import type { NodeModel } from '../model/network.ts';
import { listed } from '../text.ts';

/** Findings of one kind that are told one by one. */
export const mostFindings = 20;

/** Says which of the nodes exist in the inventory only: the network is looked at as it is planned. */
export function planned(nodes: readonly NodeModel[]): string {
  const names = nodes.filter((node) => !node.enrolled).map((node) => node.name);
  return names.length === 0 ? '' : ` (not enrolled yet: ${listed(names.sort())})`;
}
