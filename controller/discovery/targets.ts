import type { EnrolledNode } from '../store/nodes.ts';

/** An entry of Prometheus' HTTP service discovery. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What an inventory says of a node. */
export interface NodeLabels {
  readonly site: string;
  readonly groups: readonly string[];
  readonly tags: readonly string[];
}

export interface TargetSources {
  readonly nodes: readonly EnrolledNode[];
  readonly addressOf: (nodeId: number) => string;
  /** Port of a node's metrics, as it reported; undefined or 0 if it shows none, or never reported. */
  readonly portOf: (nodeId: number) => number | undefined;
  /** Undefined for a node that the inventory does not have, or while it is not in order. */
  readonly labelsOf: (name: string) => NodeLabels | undefined;
}

/** The agents that show metrics, sorted by name: an entry each, since their labels differ. Pure. */
export function targetGroups({ nodes, addressOf, portOf, labelsOf }: TargetSources): TargetGroup[] {
  return [...nodes]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ nodeId, name, site }) => {
      const port = portOf(nodeId) ?? 0;
      if (port === 0) return [];
      const known = labelsOf(name);
      const labels = {
        node: name,
        site: known?.site ?? site,
        groups: joined(known?.groups ?? []),
        tags: joined(known?.tags ?? []),
      };
      return [{ targets: [`[${addressOf(nodeId)}]:${port}`], labels }];
    });
}

/** As Prometheus' own discoveries write lists: a comma on either side, so that `.*,backup,.*` finds a whole word. */
function joined(words: readonly string[]): string {
  return words.length === 0 ? '' : `,${words.join(',')},`;
}
