// Original file: proto/towline/v1/admin.proto

/**
 * AgentNodeState says how far a node is in an upgrade of agents.
 */
export const AgentNodeState = {
  /**
   * Not known.
   */
  AGENT_NODE_STATE_UNSPECIFIED: 'AGENT_NODE_STATE_UNSPECIFIED',
  /**
   * Not told yet.
   */
  AGENT_NODE_STATE_WAITING: 'AGENT_NODE_STATE_WAITING',
  /**
   * Told, and on its way.
   */
  AGENT_NODE_STATE_TOLD: 'AGENT_NODE_STATE_TOLD',
  /**
   * Runs the agent, and has proved it.
   */
  AGENT_NODE_STATE_DONE: 'AGENT_NODE_STATE_DONE',
  /**
   * Went back, refused it, or was not heard of again in time.
   */
  AGENT_NODE_STATE_FAILED: 'AGENT_NODE_STATE_FAILED',
  /**
   * Was not told: it is away, or cannot.
   */
  AGENT_NODE_STATE_LEFT: 'AGENT_NODE_STATE_LEFT',
} as const;

/**
 * AgentNodeState says how far a node is in an upgrade of agents.
 */
export type AgentNodeStateInput =
  /**
   * Not known.
   */
  | 'AGENT_NODE_STATE_UNSPECIFIED'
  | 0
  /**
   * Not told yet.
   */
  | 'AGENT_NODE_STATE_WAITING'
  | 1
  /**
   * Told, and on its way.
   */
  | 'AGENT_NODE_STATE_TOLD'
  | 2
  /**
   * Runs the agent, and has proved it.
   */
  | 'AGENT_NODE_STATE_DONE'
  | 3
  /**
   * Went back, refused it, or was not heard of again in time.
   */
  | 'AGENT_NODE_STATE_FAILED'
  | 4
  /**
   * Was not told: it is away, or cannot.
   */
  | 'AGENT_NODE_STATE_LEFT'
  | 5

/**
 * AgentNodeState says how far a node is in an upgrade of agents.
 */
export type AgentNodeState = typeof AgentNodeState[keyof typeof AgentNodeState]
