// Original file: proto/towline/v1/admin.proto


/**
 * Node is one node of the inventory.
 */
export interface NodeInput {
  /**
   * Name of the node.
   */
  'name'?: (string);
  /**
   * Name of its site.
   */
  'siteName'?: (string);
  /**
   * Number of the node; 0 while none is allocated.
   */
  'nodeId'?: (number);
  /**
   * Whether a router is enrolled as this node.
   */
  'enrolled'?: (boolean);
  /**
   * Groups of the node, sorted.
   */
  'groups'?: (string)[];
  /**
   * IPv4 loopback; empty while none is allocated.
   */
  'loopbackV4'?: (string);
  /**
   * IPv6 loopback; empty while none is allocated.
   */
  'loopbackV6'?: (string);
  /**
   * Management address; empty while none is allocated.
   */
  'managementAddress'?: (string);
  /**
   * Names of the nodes that it has links to, sorted.
   */
  'peers'?: (string)[];
}

/**
 * Node is one node of the inventory.
 */
export interface Node {
  /**
   * Name of the node.
   */
  'name': (string);
  /**
   * Name of its site.
   */
  'siteName': (string);
  /**
   * Number of the node; 0 while none is allocated.
   */
  'nodeId': (number);
  /**
   * Whether a router is enrolled as this node.
   */
  'enrolled': (boolean);
  /**
   * Groups of the node, sorted.
   */
  'groups': (string)[];
  /**
   * IPv4 loopback; empty while none is allocated.
   */
  'loopbackV4': (string);
  /**
   * IPv6 loopback; empty while none is allocated.
   */
  'loopbackV6': (string);
  /**
   * Management address; empty while none is allocated.
   */
  'managementAddress': (string);
  /**
   * Names of the nodes that it has links to, sorted.
   */
  'peers': (string)[];
}
