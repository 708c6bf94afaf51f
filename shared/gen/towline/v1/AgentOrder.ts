// Original file: proto/towline/v1/agent.proto


/**
 * AgentOrder has one node become another agent. It is tried, and the one before
 * put back if it does not prove itself.
 */
export interface AgentOrderInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Number of the node.
   */
  'nodeId'?: (number);
  /**
   * Epoch of the network when it was given.
   */
  'epoch'?: (number);
  /**
   * Grows with each order of an epoch: a node follows no earlier one.
   */
  'number'?: (number);
  /**
   * Version of the agent.
   */
  'version'?: (string);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * Length of that file in bytes.
   */
  'length'?: (number);
  /**
   * Least version of Node.js that it runs on, for example `20.19`.
   */
  'leastNode'?: (string);
  /**
   * Time in seconds in which it must prove itself.
   */
  'windowS'?: (number);
}

/**
 * AgentOrder has one node become another agent. It is tried, and the one before
 * put back if it does not prove itself.
 */
export interface AgentOrder {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Number of the node.
   */
  'nodeId': (number);
  /**
   * Epoch of the network when it was given.
   */
  'epoch': (number);
  /**
   * Grows with each order of an epoch: a node follows no earlier one.
   */
  'number': (number);
  /**
   * Version of the agent.
   */
  'version': (string);
  /**
   * SHA-256 (32 bytes) of the agent's file.
   */
  'sha256': (Buffer);
  /**
   * Length of that file in bytes.
   */
  'length': (number);
  /**
   * Least version of Node.js that it runs on, for example `20.19`.
   */
  'leastNode': (string);
  /**
   * Time in seconds in which it must prove itself.
   */
  'windowS': (number);
}
