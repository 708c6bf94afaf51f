// Original file: proto/towline/v1/agent.proto


/**
 * ReportAddressesResponse answers a probe.
 */
export interface ReportAddressesResponseInput {
  /**
   * Whether the tunnel was seen to come over the probed family since this probe
   * began.
   */
  'probeSeen'?: (boolean);
}

/**
 * ReportAddressesResponse answers a probe.
 */
export interface ReportAddressesResponse {
  /**
   * Whether the tunnel was seen to come over the probed family since this probe
   * began.
   */
  'probeSeen': (boolean);
}
