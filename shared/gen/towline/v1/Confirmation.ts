// Original file: proto/towline/v1/agent.proto

import type { Long } from '@grpc/proto-loader';

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
  /**
   * The controller's clock, in milliseconds since 1970-01-01 UTC.
   */
  'timeMs'?: (number | string | Long);
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
  /**
   * The controller's clock, in milliseconds since 1970-01-01 UTC.
   */
  'timeMs': (number);
}
