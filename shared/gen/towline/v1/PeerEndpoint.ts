// Original file: proto/towline/v1/agent.proto


/**
 * PeerEndpoint is a hint: the controller sees a peer come from this address.
 */
export interface PeerEndpointInput {
  /**
   * Name of the peer's node.
   */
  'nodeName'?: (string);
  /**
   * Public IPv4 or IPv6 address of the peer.
   */
  'address'?: (string);
}

/**
 * PeerEndpoint is a hint: the controller sees a peer come from this address.
 */
export interface PeerEndpoint {
  /**
   * Name of the peer's node.
   */
  'nodeName': (string);
  /**
   * Public IPv4 or IPv6 address of the peer.
   */
  'address': (string);
}
