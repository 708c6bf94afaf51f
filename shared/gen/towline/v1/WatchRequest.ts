// Original file: proto/towline/v1/agent.proto


/**
 * WatchRequest opens the watch.
 */
export interface WatchRequestInput {
  /**
   * Version of the agent.
   */
  'agentVersion'?: (string);
  /**
   * Whether the node answers questions.
   */
  'answersQuestions'?: (boolean);
  /**
   * Whether the node knows orders to become another agent.
   */
  'knowsAgentOrders'?: (boolean);
  /**
   * Why it cannot follow one on this machine; empty if it can.
   */
  'agentObstacle'?: (string);
}

/**
 * WatchRequest opens the watch.
 */
export interface WatchRequest {
  /**
   * Version of the agent.
   */
  'agentVersion': (string);
  /**
   * Whether the node answers questions.
   */
  'answersQuestions': (boolean);
  /**
   * Whether the node knows orders to become another agent.
   */
  'knowsAgentOrders': (boolean);
  /**
   * Why it cannot follow one on this machine; empty if it can.
   */
  'agentObstacle': (string);
}
