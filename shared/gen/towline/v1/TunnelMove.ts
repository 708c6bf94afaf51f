// Original file: proto/towline/v1/agent.proto


/**
 * TunnelMove says where the controller's end of the management tunnel is. A
 * node brings it up beside the tunnel that it has, proves it, and only then
 * takes the old one down.
 */
export interface TunnelMoveInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Number of the move, growing; a node takes none that is not higher than its
   * own. An enrollment counts as 0.
   */
  'generation'?: (number);
  /**
   * WireGuard public key (32 bytes) of the controller.
   */
  'controllerKey'?: (Buffer | Uint8Array | string);
  /**
   * `host:port`, best first.
   */
  'endpoints'?: (string)[];
}

/**
 * TunnelMove says where the controller's end of the management tunnel is. A
 * node brings it up beside the tunnel that it has, proves it, and only then
 * takes the old one down.
 */
export interface TunnelMove {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Number of the move, growing; a node takes none that is not higher than its
   * own. An enrollment counts as 0.
   */
  'generation': (number);
  /**
   * WireGuard public key (32 bytes) of the controller.
   */
  'controllerKey': (Buffer);
  /**
   * `host:port`, best first.
   */
  'endpoints': (string)[];
}
