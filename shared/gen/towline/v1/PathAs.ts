// Original file: proto/towline/v1/admin.proto


/**
 * PathAs is one AS in a path.
 */
export interface PathAsInput {
  /**
   * Its number; a set of them has braces.
   */
  'asn'?: (string);
  /**
   * Name of the site with this number; empty for any other.
   */
  'siteName'?: (string);
}

/**
 * PathAs is one AS in a path.
 */
export interface PathAs {
  /**
   * Its number; a set of them has braces.
   */
  'asn': (string);
  /**
   * Name of the site with this number; empty for any other.
   */
  'siteName': (string);
}
