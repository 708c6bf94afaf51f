// Original file: proto/towline/v1/agent.proto


/**
 * FetchAgentResponse is the next part of the agent's file.
 */
export interface FetchAgentResponseInput {
  /**
   * Bytes of the file, in their order.
   */
  'content'?: (Buffer | Uint8Array | string);
}

/**
 * FetchAgentResponse is the next part of the agent's file.
 */
export interface FetchAgentResponse {
  /**
   * Bytes of the file, in their order.
   */
  'content': (Buffer);
}
