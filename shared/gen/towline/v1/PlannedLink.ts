// Original file: proto/towline/v1/admin.proto


/**
 * PlannedLink is a link that the inventory gives two nodes.
 */
export interface PlannedLinkInput {
  /**
   * Name of one end, which is before the other in the alphabet.
   */
  'a'?: (string);
  /**
   * Name of the other end.
   */
  'b'?: (string);
  /**
   * Name of the end that is a spoke here, and so carries nothing from hub to
   * hub; empty if neither is.
   */
  'spoke'?: (string);
}

/**
 * PlannedLink is a link that the inventory gives two nodes.
 */
export interface PlannedLink {
  /**
   * Name of one end, which is before the other in the alphabet.
   */
  'a': (string);
  /**
   * Name of the other end.
   */
  'b': (string);
  /**
   * Name of the end that is a spoke here, and so carries nothing from hub to
   * hub; empty if neither is.
   */
  'spoke': (string);
}
