// Original file: proto/towline/v1/agent.proto

/**
 * AgentUpgradeState says how far a node is with an order.
 */
export const AgentUpgradeState = {
  /**
   * It has none.
   */
  AGENT_UPGRADE_STATE_UNSPECIFIED: 'AGENT_UPGRADE_STATE_UNSPECIFIED',
  /**
   * Fetches the agent's file.
   */
  AGENT_UPGRADE_STATE_FETCHING: 'AGENT_UPGRADE_STATE_FETCHING',
  /**
   * Has it, and tries whether it starts.
   */
  AGENT_UPGRADE_STATE_CHECKING: 'AGENT_UPGRADE_STATE_CHECKING',
  /**
   * Waits until no bundle is on its way, or tries again what went wrong.
   */
  AGENT_UPGRADE_STATE_WAITING: 'AGENT_UPGRADE_STATE_WAITING',
  /**
   * Runs it, not proved yet.
   */
  AGENT_UPGRADE_STATE_TRYING: 'AGENT_UPGRADE_STATE_TRYING',
  /**
   * Runs it, and has proved it.
   */
  AGENT_UPGRADE_STATE_CONFIRMED: 'AGENT_UPGRADE_STATE_CONFIRMED',
  /**
   * Runs the agent of before again.
   */
  AGENT_UPGRADE_STATE_ROLLED_BACK: 'AGENT_UPGRADE_STATE_ROLLED_BACK',
  /**
   * Refused it before it was tried.
   */
  AGENT_UPGRADE_STATE_REFUSED: 'AGENT_UPGRADE_STATE_REFUSED',
} as const;

/**
 * AgentUpgradeState says how far a node is with an order.
 */
export type AgentUpgradeStateInput =
  /**
   * It has none.
   */
  | 'AGENT_UPGRADE_STATE_UNSPECIFIED'
  | 0
  /**
   * Fetches the agent's file.
   */
  | 'AGENT_UPGRADE_STATE_FETCHING'
  | 1
  /**
   * Has it, and tries whether it starts.
   */
  | 'AGENT_UPGRADE_STATE_CHECKING'
  | 2
  /**
   * Waits until no bundle is on its way, or tries again what went wrong.
   */
  | 'AGENT_UPGRADE_STATE_WAITING'
  | 3
  /**
   * Runs it, not proved yet.
   */
  | 'AGENT_UPGRADE_STATE_TRYING'
  | 4
  /**
   * Runs it, and has proved it.
   */
  | 'AGENT_UPGRADE_STATE_CONFIRMED'
  | 5
  /**
   * Runs the agent of before again.
   */
  | 'AGENT_UPGRADE_STATE_ROLLED_BACK'
  | 6
  /**
   * Refused it before it was tried.
   */
  | 'AGENT_UPGRADE_STATE_REFUSED'
  | 7

/**
 * AgentUpgradeState says how far a node is with an order.
 */
export type AgentUpgradeState = typeof AgentUpgradeState[keyof typeof AgentUpgradeState]
