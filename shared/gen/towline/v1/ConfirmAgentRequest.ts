// Original file: proto/towline/v1/agent.proto


/**
 * ConfirmAgentRequest asks for a signed confirmation of the agent that asks.
 */
export interface ConfirmAgentRequestInput {
  /**
   * Number of the order.
   */
  'number'?: (number);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * Version that it says of itself.
   */
  'version'?: (string);
  /**
   * Random bytes (32) that the answer must repeat.
   */
  'nonce'?: (Buffer | Uint8Array | string);
}

/**
 * ConfirmAgentRequest asks for a signed confirmation of the agent that asks.
 */
export interface ConfirmAgentRequest {
  /**
   * Number of the order.
   */
  'number': (number);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256': (Buffer);
  /**
   * Version that it says of itself.
   */
  'version': (string);
  /**
   * Random bytes (32) that the answer must repeat.
   */
  'nonce': (Buffer);
}
