/**
 * Where a rollout is. `running`: waves go on; `paused`: an admin has to say that they go on; `stopped`: too many nodes
 * failed; `finishing`: all waves are done, and who is left is told; `returning`: what was changed is taken back.
 */
export type RolloutState = 'running' | 'paused' | 'stopped' | 'finishing' | 'returning' | 'done' | 'aborted';

/**
 * How far a node is. `waiting`: not told yet; `told`: on its way; `healthy`: it has proved the release, and its links
 * are as they were; `failed`; `left`: out of contact when its turn came, and told at the end; `gone`: revoked, removed,
 * or another router; `returning`, `returned`: told to take back what it had.
 */
export const nodeStates = [
  'waiting',
  'told',
  'healthy',
  'failed',
  'left',
  'gone',
  'returning',
  'returned',
] as const;
export type RolloutNodeState = (typeof nodeStates)[number];

export interface RolloutSettings {
  /** Nodes in a wave at most, unless they change together. */
  readonly waveNodes: number;
  /** Time between two waves. */
  readonly pauseMs: number;
  /** Whether it waits for an admin once the canaries have proved the release. */
  readonly waitsAfterCanaries: boolean;
  /** Stops at so many failed nodes; at least 1. */
  readonly maxFailures: number;
  /** Time that a node has beyond its confirm window. */
  readonly marginMs: number;
  readonly rollsBack: boolean;
  /** Whether only some nodes were chosen. */
  readonly isPartial: boolean;
}

export interface WaveException {
  readonly wave: number;
  readonly text: string;
}

/** A link that worked before its node's turn: with BFD, or without. */
export interface LinkBefore {
  readonly peer: string;
  readonly word: 'up' | 'no BFD';
}

export interface RolloutNode {
  readonly nodeId: number;
  readonly name: string;
  readonly state: RolloutNodeState;
  /** The release of the bundle that it gets: the one of the rollout, or an older one in which its bundle came to be. */
  readonly release: number;
  /** Release of the bundle that it had proved when it was told; 0 if none. */
  readonly previous: number;
  readonly isCanary: boolean;
  /** 0 while it is in none. */
  readonly wave: number;
  /** Nodes with the same number change together. */
  readonly unit: number;
  /** When it was told, Unix ms; 0 if it was not. */
  readonly told: number;
  /** When its state changed last, Unix ms. */
  readonly changed: number;
  /** Whether it said, when it was told, that this release had failed before. */
  readonly hadFailed: boolean;
  /** Its links that worked when it was told. */
  readonly links: readonly LinkBefore[];
  readonly reason: string;
}

/** A release that is activated in waves. */
export interface Rollout {
  readonly number: number;
  readonly release: number;
  readonly state: RolloutState;
  readonly settings: RolloutSettings;
  /** Why it is paused, stopped, or was aborted. */
  readonly reason: string;
  /** Unix ms. */
  readonly begun: number;
  /** When its state changed last, Unix ms. */
  readonly changed: number;
  /** The wave under way or the last one; 0 before the first. */
  readonly wave: number;
  /** When the last node of the wave was done, Unix ms; 0 until then. */
  readonly waveEnded: number;
  /** Failures that do not count any more, since an admin went on in spite of them. */
  readonly forgiven: number;
  readonly exceptions: readonly WaveException[];
  /** Sorted by name. */
  readonly nodes: readonly RolloutNode[];
}

/** Failed nodes that count. */
export function failuresOf({ nodes, forgiven }: Rollout): number {
  return nodes.filter(({ state }) => state === 'failed').length - forgiven;
}

/** Whether nodes that are told are on their way. */
export function inFlight({ nodes }: Rollout): RolloutNode[] {
  return nodes.filter(({ state }) => state === 'told');
}
