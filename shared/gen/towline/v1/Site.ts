// Original file: proto/towline/v1/admin.proto


/**
 * Site is one site of the inventory.
 */
export interface SiteInput {
  /**
   * Name of the site.
   */
  'name'?: (string);
  /**
   * Names of its nodes, sorted.
   */
  'nodes'?: (string)[];
  /**
   * AS number; 0 while none is allocated.
   */
  'asn'?: (number);
  /**
   * LAN prefixes of its nodes.
   */
  'lan'?: (string)[];
}

/**
 * Site is one site of the inventory.
 */
export interface Site {
  /**
   * Name of the site.
   */
  'name': (string);
  /**
   * Names of its nodes, sorted.
   */
  'nodes': (string)[];
  /**
   * AS number; 0 while none is allocated.
   */
  'asn': (number);
  /**
   * LAN prefixes of its nodes.
   */
  'lan': (string)[];
}
