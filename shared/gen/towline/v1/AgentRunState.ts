// Original file: proto/towline/v1/admin.proto

/**
 * AgentRunState says where an upgrade of agents is.
 */
export const AgentRunState = {
  /**
   * Not known.
   */
  AGENT_RUN_STATE_UNSPECIFIED: 'AGENT_RUN_STATE_UNSPECIFIED',
  /**
   * Nodes are told, one after the other.
   */
  AGENT_RUN_STATE_RUNNING: 'AGENT_RUN_STATE_RUNNING',
  /**
   * A node failed, and nobody more is told.
   */
  AGENT_RUN_STATE_STOPPED: 'AGENT_RUN_STATE_STOPPED',
  /**
   * Everybody was told who could be.
   */
  AGENT_RUN_STATE_DONE: 'AGENT_RUN_STATE_DONE',
  /**
   * An admin has ended it.
   */
  AGENT_RUN_STATE_ABORTED: 'AGENT_RUN_STATE_ABORTED',
} as const;

/**
 * AgentRunState says where an upgrade of agents is.
 */
export type AgentRunStateInput =
  /**
   * Not known.
   */
  | 'AGENT_RUN_STATE_UNSPECIFIED'
  | 0
  /**
   * Nodes are told, one after the other.
   */
  | 'AGENT_RUN_STATE_RUNNING'
  | 1
  /**
   * A node failed, and nobody more is told.
   */
  | 'AGENT_RUN_STATE_STOPPED'
  | 2
  /**
   * Everybody was told who could be.
   */
  | 'AGENT_RUN_STATE_DONE'
  | 3
  /**
   * An admin has ended it.
   */
  | 'AGENT_RUN_STATE_ABORTED'
  | 4

/**
 * AgentRunState says where an upgrade of agents is.
 */
export type AgentRunState = typeof AgentRunState[keyof typeof AgentRunState]
