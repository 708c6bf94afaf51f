// Original file: proto/towline/v1/admin.proto


/**
 * WhyFact is something that was seen.
 */
export interface WhyFactInput {
  /**
   * What it is about, for example `handshake`.
   */
  'name'?: (string);
  /**
   * How it is at the first node; empty if it is not known.
   */
  'first'?: (string);
  /**
   * How it is at the other one.
   */
  'second'?: (string);
}

/**
 * WhyFact is something that was seen.
 */
export interface WhyFact {
  /**
   * What it is about, for example `handshake`.
   */
  'name': (string);
  /**
   * How it is at the first node; empty if it is not known.
   */
  'first': (string);
  /**
   * How it is at the other one.
   */
  'second': (string);
}
