// Original file: proto/towline/v1/agent.proto


/**
 * ReportAddressesRequest is where a node is, as it sees it itself.
 */
export interface ReportAddressesRequestInput {
  /**
   * Addresses of the node's uplinks, of both families, private ones included,
   * best first; at most 16.
   */
  'ownAddresses'?: (string)[];
  /**
   * Addresses that its uplinks had before and the node has no more, the latest
   * first; at most 16.
   */
  'leftAddresses'?: (string)[];
}

/**
 * ReportAddressesRequest is where a node is, as it sees it itself.
 */
export interface ReportAddressesRequest {
  /**
   * Addresses of the node's uplinks, of both families, private ones included,
   * best first; at most 16.
   */
  'ownAddresses': (string)[];
  /**
   * Addresses that its uplinks had before and the node has no more, the latest
   * first; at most 16.
   */
  'leftAddresses': (string)[];
}
