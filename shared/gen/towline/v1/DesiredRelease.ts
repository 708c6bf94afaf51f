// Original file: proto/towline/v1/agent.proto


/**
 * DesiredRelease names a bundle.
 */
export interface DesiredReleaseInput {
  /**
   * Release number to pass to FetchBundle.
   */
  'release'?: (number);
  /**
   * Digest (32 bytes) of that bundle.
   */
  'bundleDigest'?: (Buffer | Uint8Array | string);
  /**
   * Epoch of that bundle.
   */
  'epoch'?: (number);
  /**
   * Raised by an admin: a bundle in quarantine is tried again where this is
   * higher than when it failed last.
   */
  'retry'?: (number);
  /**
   * Whether the node shall only fetch, check and stage the bundle, report its
   * digest as staged, and wait to be told again without this: the ends of a
   * link that change together switch together.
   */
  'stageOnly'?: (boolean);
  /**
   * Version of its links' key that the node shall make beside the others, if it
   * has not, and name in its report; 0 for none.
   */
  'linkKey'?: (number);
}

/**
 * DesiredRelease names a bundle.
 */
export interface DesiredRelease {
  /**
   * Release number to pass to FetchBundle.
   */
  'release': (number);
  /**
   * Digest (32 bytes) of that bundle.
   */
  'bundleDigest': (Buffer);
  /**
   * Epoch of that bundle.
   */
  'epoch': (number);
  /**
   * Raised by an admin: a bundle in quarantine is tried again where this is
   * higher than when it failed last.
   */
  'retry': (number);
  /**
   * Whether the node shall only fetch, check and stage the bundle, report its
   * digest as staged, and wait to be told again without this: the ends of a
   * link that change together switch together.
   */
  'stageOnly': (boolean);
  /**
   * Version of its links' key that the node shall make beside the others, if it
   * has not, and name in its report; 0 for none.
   */
  'linkKey': (number);
}
