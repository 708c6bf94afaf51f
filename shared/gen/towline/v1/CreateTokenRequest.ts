// Original file: proto/towline/v1/admin.proto


/**
 * CreateTokenRequest describes a token. Who makes it keeps the token itself.
 */
export interface CreateTokenRequestInput {
  /**
   * Ed25519 public key (32 bytes) that was made of it.
   */
  'publicKey'?: (Buffer | Uint8Array | string);
  /**
   * Number of routers that it lets in.
   */
  'uses'?: (number);
  /**
   * Seconds until it ends.
   */
  'expiresS'?: (number);
  /**
   * Node that its router becomes; empty to bind it to none.
   */
  'nodeName'?: (string);
  /**
   * Site whose nodes its routers become; empty to bind it to none.
   */
  'siteName'?: (string);
  /**
   * Whether it may take the place of a router that is enrolled as its node.
   */
  'replace'?: (boolean);
}

/**
 * CreateTokenRequest describes a token. Who makes it keeps the token itself.
 */
export interface CreateTokenRequest {
  /**
   * Ed25519 public key (32 bytes) that was made of it.
   */
  'publicKey': (Buffer);
  /**
   * Number of routers that it lets in.
   */
  'uses': (number);
  /**
   * Seconds until it ends.
   */
  'expiresS': (number);
  /**
   * Node that its router becomes; empty to bind it to none.
   */
  'nodeName': (string);
  /**
   * Site whose nodes its routers become; empty to bind it to none.
   */
  'siteName': (string);
  /**
   * Whether it may take the place of a router that is enrolled as its node.
   */
  'replace': (boolean);
}
