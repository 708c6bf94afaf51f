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
  /**
   * IP version (4 or 6) of a probe: the node has its tunnel speak over this
   * family for a moment, and will say 0 when it has put it back. Other than a
   * move it leaves what is told of the node's tunnel as it is. A probe that is
   * not ended is a move after 10 seconds.
   */
  'probedFamily'?: (number);
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
  /**
   * IP version (4 or 6) of a probe: the node has its tunnel speak over this
   * family for a moment, and will say 0 when it has put it back. Other than a
   * move it leaves what is told of the node's tunnel as it is. A probe that is
   * not ended is a move after 10 seconds.
   */
  'probedFamily': (number);
}
