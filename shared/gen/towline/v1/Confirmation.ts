// Original file: proto/towline/v1/agent.proto


/**
 * Confirmation repeats what the node asked about.
 */
export interface ConfirmationInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Number of the node.
   */
  'nodeId'?: (number);
  /**
   * Release of the request.
   */
  'release'?: (number);
  /**
   * Nonce of the request.
   */
  'nonce'?: (Buffer | Uint8Array | string);
}

/**
 * Confirmation repeats what the node asked about.
 */
export interface Confirmation {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Number of the node.
   */
  'nodeId': (number);
  /**
   * Release of the request.
   */
  'release': (number);
  /**
   * Nonce of the request.
   */
  'nonce': (Buffer);
}
