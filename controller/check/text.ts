import type { NodeModel } from '../model/network.ts';

/** Findings of one kind that are told one by one. */
export const mostFindings = 20;

/** `a, b, c, d, e and 4 more`. */
export function some(names: readonly string[], most = 5): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `1 node`, `2 nodes`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Says which of the nodes exist in the inventory only: the network is looked at as it is planned. */
export function planned(nodes: readonly NodeModel[]): string {
  const names = nodes.filter((node) => !node.enrolled).map((node) => node.name);
  return names.length === 0 ? '' : ` (not enrolled yet: ${some(names.sort())})`;
}
