// Original file: proto/towline/v1/agent.proto


/**
 * TraceQuestion asks for the routers on the way to an address.
 */
export interface TraceQuestionInput {
  /**
   * IPv4 or IPv6 address.
   */
  'address'?: (string);
}

/**
 * TraceQuestion asks for the routers on the way to an address.
 */
export interface TraceQuestion {
  /**
   * IPv4 or IPv6 address.
   */
  'address': (string);
}
