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
}
