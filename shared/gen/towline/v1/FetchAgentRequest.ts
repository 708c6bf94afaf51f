// Original file: proto/towline/v1/agent.proto


/**
 * FetchAgentRequest names the agent of an order.
 */
export interface FetchAgentRequestInput {
  /**
   * Number of the order.
   */
  'number'?: (number);
}

/**
 * FetchAgentRequest names the agent of an order.
 */
export interface FetchAgentRequest {
  /**
   * Number of the order.
   */
  'number': (number);
}
