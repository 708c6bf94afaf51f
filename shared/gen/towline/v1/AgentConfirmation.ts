// Original file: proto/towline/v1/agent.proto


/**
 * AgentConfirmation repeats what the agent said of itself.
 */
export interface AgentConfirmationInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Number of the node.
   */
  'nodeId'?: (number);
  /**
   * Number of the order.
   */
  'number'?: (number);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * Version of the agent.
   */
  'version'?: (string);
  /**
   * Nonce of the request.
   */
  'nonce'?: (Buffer | Uint8Array | string);
}

/**
 * AgentConfirmation repeats what the agent said of itself.
 */
export interface AgentConfirmation {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Number of the node.
   */
  'nodeId': (number);
  /**
   * Number of the order.
   */
  'number': (number);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256': (Buffer);
  /**
   * Version of the agent.
   */
  'version': (string);
  /**
   * Nonce of the request.
   */
  'nonce': (Buffer);
}
