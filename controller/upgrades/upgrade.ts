/** An upgrade of nodes to another agent, a few at a time. */
export interface Upgrade {
  readonly number: number;
  /** `stopped`: a node failed, and nobody more is told. */
  readonly state: 'running' | 'stopped' | 'done' | 'aborted';
  readonly reason: string;
  readonly sha256: Buffer;
  readonly version: string;
  readonly windowS: number;
  readonly atOnce: number;
  /** Unix ms. */
  readonly begun: number;
  /** By name. */
  readonly nodes: readonly UpgradeNode[];
}

export interface UpgradeNode {
  readonly nodeId: number;
  readonly name: string;
  readonly state: 'waiting' | 'told' | 'done' | 'failed' | 'left';
  /** What a node that is told is at, as it says: `fetching`, `checking`, `waiting`, `trying`. */
  readonly step: string;
  readonly reason: string;
  /** Unix ms; 0 for one that was not told. */
  readonly told: number;
}

/** Whether anything of it is still to come. */
export function isUnderWay({ state, nodes }: Upgrade): boolean {
  return state === 'running' || nodes.some((node) => node.state === 'told');
}
