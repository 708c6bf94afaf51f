// Original file: proto/towline/v1/enrollment.proto


/**
 * EnrollmentAnswer is all that a node needs for its management tunnel.
 */
export interface EnrollmentAnswerInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Number of the node.
   */
  'nodeId'?: (number);
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Name of the node's site.
   */
  'siteName'?: (string);
  /**
   * The node's IPv6 address in the management tunnel.
   */
  'managementAddress'?: (string);
  /**
   * The network's management prefix, for example `fd12:3456:789a::/64`.
   */
  'managementPrefix'?: (string);
  /**
   * The controller's IPv6 address in the management tunnel.
   */
  'controllerAddress'?: (string);
  /**
   * TCP port of AgentService at that address.
   */
  'controllerPort'?: (number);
  /**
   * WireGuard public key (32 bytes) of the controller.
   */
  'controllerWireguardPublicKey'?: (Buffer | Uint8Array | string);
  /**
   * Where the controller's WireGuard can be reached, best first: `host:port`.
   */
  'controllerEndpoints'?: (string)[];
  /**
   * Ed25519 public key (32 bytes) with which bundles are signed.
   */
  'signingPublicKey'?: (Buffer | Uint8Array | string);
  /**
   * The current epoch; a lower one is never accepted.
   */
  'epoch'?: (number);
  /**
   * Number of that key: 0 for the one that `towline init` made.
   */
  'signingGeneration'?: (number);
}

/**
 * EnrollmentAnswer is all that a node needs for its management tunnel.
 */
export interface EnrollmentAnswer {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Number of the node.
   */
  'nodeId': (number);
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Name of the node's site.
   */
  'siteName': (string);
  /**
   * The node's IPv6 address in the management tunnel.
   */
  'managementAddress': (string);
  /**
   * The network's management prefix, for example `fd12:3456:789a::/64`.
   */
  'managementPrefix': (string);
  /**
   * The controller's IPv6 address in the management tunnel.
   */
  'controllerAddress': (string);
  /**
   * TCP port of AgentService at that address.
   */
  'controllerPort': (number);
  /**
   * WireGuard public key (32 bytes) of the controller.
   */
  'controllerWireguardPublicKey': (Buffer);
  /**
   * Where the controller's WireGuard can be reached, best first: `host:port`.
   */
  'controllerEndpoints': (string)[];
  /**
   * Ed25519 public key (32 bytes) with which bundles are signed.
   */
  'signingPublicKey': (Buffer);
  /**
   * The current epoch; a lower one is never accepted.
   */
  'epoch': (number);
  /**
   * Number of that key: 0 for the one that `towline init` made.
   */
  'signingGeneration': (number);
}
