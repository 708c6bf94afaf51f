// Original file: proto/towline/v1/admin.proto


/**
 * BeginTunnelMoveRequest describes the new place; what is left out stays.
 */
export interface BeginTunnelMoveRequestInput {
  /**
   * `host` or `host:port`, best first; none keeps the hosts.
   */
  'endpoints'?: (string)[];
  /**
   * UDP port to listen on; 0 keeps it.
   */
  'port'?: (number);
  /**
   * Whether to make a new key.
   */
  'newKey'?: (boolean);
}

/**
 * BeginTunnelMoveRequest describes the new place; what is left out stays.
 */
export interface BeginTunnelMoveRequest {
  /**
   * `host` or `host:port`, best first; none keeps the hosts.
   */
  'endpoints': (string)[];
  /**
   * UDP port to listen on; 0 keeps it.
   */
  'port': (number);
  /**
   * Whether to make a new key.
   */
  'newKey': (boolean);
}
