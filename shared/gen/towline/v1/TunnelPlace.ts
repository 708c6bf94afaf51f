// Original file: proto/towline/v1/admin.proto


/**
 * TunnelPlace is one end of the management tunnel at the controller.
 */
export interface TunnelPlaceInput {
  /**
   * Number of the move that leads there; 0 for the one of controller.toml.
   */
  'generation'?: (number);
  /**
   * Name of the WireGuard interface.
   */
  'interface'?: (string);
  /**
   * UDP port that it listens on.
   */
  'port'?: (number);
  /**
   * WireGuard public key (32 bytes).
   */
  'publicKey'?: (Buffer | Uint8Array | string);
  /**
   * `host:port`, best first.
   */
  'endpoints'?: (string)[];
}

/**
 * TunnelPlace is one end of the management tunnel at the controller.
 */
export interface TunnelPlace {
  /**
   * Number of the move that leads there; 0 for the one of controller.toml.
   */
  'generation': (number);
  /**
   * Name of the WireGuard interface.
   */
  'interface': (string);
  /**
   * UDP port that it listens on.
   */
  'port': (number);
  /**
   * WireGuard public key (32 bytes).
   */
  'publicKey': (Buffer);
  /**
   * `host:port`, best first.
   */
  'endpoints': (string)[];
}
