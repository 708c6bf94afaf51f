// Original file: proto/towline/v1/agent.proto


/**
 * SignedAgentOrder is an order that the controller vouches for.
 */
export interface SignedAgentOrderInput {
  /**
   * Serialized AgentOrder.
   */
  'order'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline agent order v1\n" and `order`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * SignedAgentOrder is an order that the controller vouches for.
 */
export interface SignedAgentOrder {
  /**
   * Serialized AgentOrder.
   */
  'order': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline agent order v1\n" and `order`.
   */
  'signature': (Buffer);
}
