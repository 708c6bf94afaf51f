// Original file: proto/towline/v1/agent.proto


/**
 * SignedTunnelMove is a move of the management tunnel that the controller
 * vouches for.
 */
export interface SignedTunnelMoveInput {
  /**
   * Serialized TunnelMove.
   */
  'move'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline tunnel move v1\n" and `move`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * SignedTunnelMove is a move of the management tunnel that the controller
 * vouches for.
 */
export interface SignedTunnelMove {
  /**
   * Serialized TunnelMove.
   */
  'move': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline tunnel move v1\n" and `move`.
   */
  'signature': (Buffer);
}
