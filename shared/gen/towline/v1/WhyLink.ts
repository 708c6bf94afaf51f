// Original file: proto/towline/v1/admin.proto


/**
 * WhyLink is one link in one line.
 */
export interface WhyLinkInput {
  /**
   * Name of the node at one end.
   */
  'first'?: (string);
  /**
   * Name of the node at the other end.
   */
  'second'?: (string);
  /**
   * `up`, `impaired`, `down` or `unknown`.
   */
  'state'?: (string);
  /**
   * What its ends say.
   */
  'detail'?: (string);
}

/**
 * WhyLink is one link in one line.
 */
export interface WhyLink {
  /**
   * Name of the node at one end.
   */
  'first': (string);
  /**
   * Name of the node at the other end.
   */
  'second': (string);
  /**
   * `up`, `impaired`, `down` or `unknown`.
   */
  'state': (string);
  /**
   * What its ends say.
   */
  'detail': (string);
}
