// Original file: proto/towline/v1/admin.proto


/**
 * TraceTarget is where a way leads.
 */
export interface TraceTargetInput {
  /**
   * Name of a node, which stands for its loopback, or an address.
   */
  'to'?: (string);
  /**
   * Whether it is the IPv6 loopback of the node.
   */
  'ipv6'?: (boolean);
}

/**
 * TraceTarget is where a way leads.
 */
export interface TraceTarget {
  /**
   * Name of a node, which stands for its loopback, or an address.
   */
  'to': (string);
  /**
   * Whether it is the IPv6 loopback of the node.
   */
  'ipv6': (boolean);
}
