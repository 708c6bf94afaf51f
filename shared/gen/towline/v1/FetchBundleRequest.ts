// Original file: proto/towline/v1/agent.proto


/**
 * FetchBundleRequest asks for the node's own bundle.
 */
export interface FetchBundleRequestInput {
  /**
   * The release that DesiredRelease named.
   */
  'release'?: (number);
  /**
   * SHA-256 (32 bytes each) of the files that the node holds already.
   */
  'heldFiles'?: (Buffer | Uint8Array | string)[];
}

/**
 * FetchBundleRequest asks for the node's own bundle.
 */
export interface FetchBundleRequest {
  /**
   * The release that DesiredRelease named.
   */
  'release': (number);
  /**
   * SHA-256 (32 bytes each) of the files that the node holds already.
   */
  'heldFiles': (Buffer)[];
}
